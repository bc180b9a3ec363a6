<#
.SYNOPSIS
Builds the desk for Windows, on Windows: freezes it, starts what was frozen, packs the installer, and with -Try installs it.

.DESCRIPTION
Needs Python 3.12 for 64-bit Windows (py -3.12, or the one that SANAD_PYTHON names) and NSIS 3.08 or newer; Python's libraries come from the lock, by the registry
or mirror that pip is set up for. Leaves dist\sanad-desk_VERSION_x64-setup.exe and its .sha256.

SANAD_UPDATE_ROOT, SANAD_PROVISION_KEYS, SANAD_BUILD_VERSION: as in installer\README.md.
SANAD_SIGN: a command that signs the file whose path is put at its end, such as
  signtool sign /fd SHA256 /sha1 THUMBPRINT /tr TIMESTAMP-SERVER /td SHA256
Both programs, the uninstaller and the installer are signed with it; without it nothing is.
#>
param([switch]$Try)

$ErrorActionPreference = 'Stop'
Set-Location (Join-Path $PSScriptRoot '..\..')
$env:PYTHONPATH = $null
$env:PYTHONUTF8 = '1'

function Invoke-Step([string]$Name, [string]$Program, [string[]]$Arguments) {
    Write-Host "== $Name"
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) { throw "$Name ended with $LASTEXITCODE" }
}

# A program with a window, such as an installer, is not waited for by PowerShell itself.
function Get-ExitCode([string]$Program, [string]$Arguments) {
    (Start-Process -FilePath $Program -ArgumentList $Arguments -Wait -PassThru).ExitCode
}

function Assert-Equal($Found, $Expected, [string]$What) {
    if ($Found -ne $Expected) { throw "${What}: $Found instead of $Expected" }
    Write-Host "ok  $What"
}

$system = if ($env:SANAD_PYTHON) { @($env:SANAD_PYTHON) } else { @('py', '-3.12') }
$options = @($system | Select-Object -Skip 1)
if (-not (Get-Command $system[0] -ErrorAction SilentlyContinue)) { throw "There is no $($system[0]). Install Python 3.12 with its launcher, then try again." }
& $system[0] @options -c 'import sys; sys.exit(sys.version_info[:2] != (3, 12) or sys.maxsize < 2**32)'
if ($LASTEXITCODE -ne 0) { throw 'The program is built with Python 3.12 for 64-bit Windows. Install it, then try again.' }
if (-not (Get-Command makensis -ErrorAction SilentlyContinue)) {
    $env:PATH = "${env:ProgramFiles(x86)}\NSIS;$env:PATH"
    if (-not (Get-Command makensis -ErrorAction SilentlyContinue)) { throw 'NSIS is missing. Install it, then try again.' }
}

$python = '.venv\Scripts\python.exe'
Invoke-Step 'environment' $system[0] ($options + @('installer\environment.py', 'test'))
Invoke-Step 'freeze' $python @('-m', 'installer.frozen.build')
Invoke-Step 'start what was frozen' $python @('-m', 'installer.windows.smoke')
Invoke-Step 'pack' $python @('-m', 'installer.windows.build')
if (-not $Try) { return }

Write-Host '== install'
$setup = (Get-ChildItem 'dist\sanad-desk_*_x64-setup.exe' | Sort-Object LastWriteTime | Select-Object -Last 1).FullName
$key = 'HKCU:\Software\Microsoft\Windows\CurrentVersion\Uninstall\Sanad Desk'
$program = "$env:LOCALAPPDATA\Programs\Sanad Desk\program"
if (Test-Path $key) { throw 'Sanad Desk is installed on this PC: -Try is for a PC without it.' }
Assert-Equal (Get-ExitCode $setup '/S /LANG=ar /PROVISION=C:\none.sanad-provision') 6 'a missing provisioning file is told'
Assert-Equal (Get-ExitCode $setup '/S /LANG=ar /DESKTOP') 0 'installed silently'
Invoke-Step 'start what was installed' $python @('-m', 'installer.windows.smoke', $program)
Assert-Equal (Get-ItemProperty $key).InstallLocation "$env:LOCALAPPDATA\Programs\Sanad Desk" 'listed among the programs'

# The folder of a program that runs cannot be renamed, and its file cannot be written: only Windows itself shows that.
$running = Start-Process "$program\sanad-desk.exe" -ArgumentList "--store `"$env:TEMP\sanad-try`" --demo" -PassThru
try {
    Assert-Equal (Get-ExitCode $setup '/S') 3 'refused while the program runs'
    Assert-Equal (Get-ExitCode "$program\uninstall.exe" "/S _?=$program") 3 'not removed while the program runs'
} finally {
    Stop-Process -Id $running.Id
    $running.WaitForExit()
    Remove-Item -Recurse "$env:TEMP\sanad-try" -ErrorAction SilentlyContinue
}
Assert-Equal (Get-ExitCode $setup '/S') 0 'installed over itself'
Assert-Equal (Test-Path "$program\..\program.old") $false 'nothing old is left'

$data = New-Item -ItemType Directory -Force "$env:LOCALAPPDATA\Sanad Desk"
$kept = New-Item -ItemType File -Force (Join-Path $data 'kept-by-the-try.txt')
Assert-Equal (Get-ExitCode "$program\uninstall.exe" "/S _?=$program") 0 'removed silently'
Assert-Equal (Test-Path $key) $false 'listed no more'
Assert-Equal (Test-Path "$program\sanad-desk.exe") $false 'no program is left'
Assert-Equal (Test-Path $kept) $true 'the data stays'
Remove-Item $kept
Remove-Item -Recurse "$env:LOCALAPPDATA\Programs\Sanad Desk" -ErrorAction SilentlyContinue
