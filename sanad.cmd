@echo off
rem Sets up and runs the project on Windows: sanad run [--store DIR], sanad server --sqlite, sanad test [pytest ...]. Needs Python 3.11 to 3.13.
setlocal
cd /d "%~dp0"
set PYTHONPATH=
set PYTHONUTF8=1

set PYTHON=%SANAD_PYTHON%
for %%P in ("py -3.13" "py -3.12" "py -3.11" "python") do (
    if not defined PYTHON (
        %%~P -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))" >nul 2>nul && set PYTHON=%%~P
    )
)
if not defined PYTHON (
    echo Sanad Desk needs Python 3.11, 3.12 or 3.13. Install one of them and try again.
    exit /b 2
)

if "%~1"=="run" goto run
if "%~1"=="server" goto server
if "%~1"=="test" goto test
if "%~1"=="build" goto build
echo sanad run [--store DIR]   opens the desk with a demo centre; --server URL --code CODE joins the server that runs there
echo sanad server --sqlite     runs the central server here until Ctrl+C; with PostgreSQL it runs on Linux only
echo sanad server VERB ...     asks or changes that server, running or not: sanad server incidents list
echo sanad test [pytest ...]   runs the tests offscreen
echo sanad build [wheel^|frozen^|windows] builds the wheel, the frozen desk, or the installer of what was frozen, into dist\
if "%~1"=="" exit /b 0
if "%~1"=="help" exit /b 0
exit /b 2

:run
set STORE=out\demo-store
set JOIN=
:run_argument
if "%~2"=="" goto run_now
if "%~2"=="--store" (set "STORE=%~3") else set JOIN=%JOIN% %2 %3
shift /2
shift /2
goto run_argument
:run_now
%PYTHON% installer\environment.py desk || exit /b 1
if not exist "%STORE%" mkdir "%STORE%"
.venv\Scripts\sanad-desk.exe --store "%STORE%" --demo %JOIN%
exit /b %ERRORLEVEL%

rem %* still holds the verb, as sanad-server gets what comes after it.
:server
set ASKED=%*
if "%~2"=="" goto server_unnamed
set ASKED=%ASKED:~7%
if not "%~2"=="--sqlite" goto server_ask
if "%~3"=="" goto server_here
set ASKED=%ASKED:~9%
:server_ask
if "%ASKED:~0,1%"=="-" goto server_unnamed
call :server_ready || exit /b 1
%SERVER% %ASKED%
exit /b %ERRORLEVEL%

:server_unnamed
echo On Windows the server keeps a SQLite file, for demonstration only: sanad server --sqlite
echo Its verbs, while it runs and when it is stopped: sanad server incidents list
exit /b 2

:server_ready
%PYTHON% installer\environment.py server || exit /b 1
set SANAD_SERVER_FOLDER=out\server\keys
set SANAD_SERVER_DATABASE=sqlite:///out/server/server.sqlite3
if not exist "%SANAD_SERVER_FOLDER%" mkdir "%SANAD_SERVER_FOLDER%"
set SERVER=.venv\Scripts\sanad-server.exe
exit /b 0

:server_here
call :server_ready || exit /b 1
.venv\Scripts\python.exe -c "import socket, sys; sys.exit(socket.socket().connect_ex(('127.0.0.1', 8920)) == 0)"
if errorlevel 1 (
    echo Something listens on port 8920 already, perhaps another sanad server. Stop it first.
    exit /b 1
)
%SERVER% migrate || exit /b 1
%SERVER% centre list | findstr KSB1 >nul || %SERVER% centre add KSB1 --name-ar "Sanad Demo Centre - Khasab" --name-en "Sanad Demo Centre - Khasab" || exit /b 1
echo Join from another window: sanad run --server http://127.0.0.1:8920 --code CODE, with this code:
%SERVER% enrol-code --centre KSB1 || exit /b 1
echo Ask it from another window: sanad server incidents list
%SERVER% serve --host 127.0.0.1 --port 8920
exit /b %ERRORLEVEL%

:test
%PYTHON% installer\environment.py test || exit /b 1
set QT_QPA_PLATFORM=offscreen
rem %* still holds the verb: pytest gets what comes after it.
set ARGUMENTS=%*
set ARGUMENTS=%ARGUMENTS:~4%
.venv\Scripts\python.exe -m pytest -p no:randomly %ARGUMENTS%
exit /b %ERRORLEVEL%

:build
set WHAT=%~2
if "%WHAT%"=="" set WHAT=wheel
%PYTHON% installer\environment.py test || exit /b 1
if "%WHAT%"=="wheel" (
    .venv\Scripts\python.exe -m hatchling build -d dist
    exit /b
)
if not exist "installer\%WHAT%\build.py" (
    echo No such thing to build: %WHAT%
    exit /b 2
)
.venv\Scripts\python.exe -m installer.%WHAT%.build %3 %4 %5 %6
exit /b %ERRORLEVEL%
