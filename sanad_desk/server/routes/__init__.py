"""The server's routes, one module for each noun; `app.create_app` includes their routers."""
