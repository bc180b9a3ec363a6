"""Django's settings; which of the two ends it is, the environment says."""

import os

SECRET_KEY = "of a measurement"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
USE_TZ = True
ROOT_URLCONF = "morango.urls"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "mptt",
    "morango",
    "morango_peer",
]
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
if "MORANGO_POSTGRES_PORT" in os.environ:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": "127.0.0.1",
            "PORT": os.environ["MORANGO_POSTGRES_PORT"],
            "USER": "postgres",
            "NAME": os.environ["MORANGO_DATABASE"],
        }
    }
else:
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["MORANGO_DATABASE"]}}
