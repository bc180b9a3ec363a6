# A small Windows program in place of ours, for the try of the installer where no Python for Windows is.
# It writes its version and what it was asked into the person's folder, stays while a file is there, and ends as told.

Unicode true
Target amd64-unicode
SetDateSave off
Name "stand-in"
OutFile "${OUT}"
RequestExecutionLevel user
SilentInstall silent

!include FileFunc.nsh
!include LogicLib.nsh

Section
  ${GetParameters} $0
  FileOpen $1 "$PROFILE\${NAME}.txt" a
  FileSeek $1 0 END
  FileWrite $1 "${VERSION} $0$\n"
  FileClose $1
  ReadEnvStr $0 SANAD_TRY_EXIT
  ${If} $0 != ""
    SetErrorLevel $0
  ${EndIf}
  ReadEnvStr $0 SANAD_TRY_STAY
  ${If} $0 != ""
    ${DoWhile} ${FileExists} $0
      Sleep 100
    ${Loop}
  ${EndIf}
SectionEnd
