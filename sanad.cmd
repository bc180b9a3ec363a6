@echo off
rem Sets up and runs the project on Windows: sanad run [--store DIR], sanad test [pytest ...]. Needs Python 3.11 to 3.13.
setlocal
cd /d "%~dp0"
set PYTHONPATH=
set PYTHONUTF8=1

set PYTHON=
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
if "%~1"=="test" goto test
echo sanad run [--store DIR]   opens the desk with a demo centre
echo sanad test [pytest ...]   runs the tests offscreen
if "%~1"=="" exit /b 0
if "%~1"=="help" exit /b 0
exit /b 2

:run
set STORE=out\demo-store
if "%~2"=="--store" set "STORE=%~3"
%PYTHON% installer\environment.py desk || exit /b 1
if not exist "%STORE%" mkdir "%STORE%"
.venv\Scripts\sanad-desk.exe --store "%STORE%" --demo
exit /b %ERRORLEVEL%

:test
%PYTHON% installer\environment.py test || exit /b 1
set QT_QPA_PLATFORM=offscreen
rem %* still holds the verb: pytest gets what comes after it.
set ARGUMENTS=%*
set ARGUMENTS=%ARGUMENTS:~4%
.venv\Scripts\python.exe -m pytest -p no:randomly %ARGUMENTS%
exit /b %ERRORLEVEL%
