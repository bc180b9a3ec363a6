# Whether a program of ours runs now: Windows lets nobody open a running program for writing.

!macro LookAtProgram FILE
  ${If} ${FileExists} "${FILE}"
    ClearErrors
    FileOpen $R8 "${FILE}" a
    ${If} ${Errors}
      StrCpy $Busy 1
    ${Else}
      FileClose $R8
    ${EndIf}
  ${EndIf}
!macroend

!macro LookAtFolder FOLDER
  !insertmacro LookAtProgram "${FOLDER}\sanad-desk.exe"
  !insertmacro LookAtProgram "${FOLDER}\sanadctl.exe"
!macroend

# The installed version starts a newer one that came by the line, which then lies in a folder of its own.
!macro IsRunning UN
  Function ${UN}IsRunning
    Exch $R7
    StrCpy $Busy 0
    !insertmacro LookAtFolder "$R7"
    FindFirst $R6 $R5 "${UPDATES}\versions\*.*"
    ${DoUntil} $R5 == ""
      !insertmacro LookAtFolder "${UPDATES}\versions\$R5"
      FindNext $R6 $R5
    ${Loop}
    FindClose $R6
    Pop $R7
  FunctionEnd
!macroend
!insertmacro IsRunning ""
!insertmacro IsRunning "un."

# Asks again until it is closed; silently it is refused at once.
!macro RefuseRunning UN FOLDER
  ${Do}
    Push "${FOLDER}"
    Call ${UN}IsRunning
    ${If} $Busy == 0
      ${ExitDo}
    ${EndIf}
    ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(running)" /SD IDCANCEL IDCANCEL`
      SetErrorLevel ${RUNNING}
      Quit
    ${EndIf}
  ${Loop}
!macroend
