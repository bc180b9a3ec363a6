# The installer of the desk for Windows: for one person, without an administrator, in Arabic and English.
#
# Silently: setup.exe /S [/LANG=ar|en] [/PROVISION=FILE] [/DESKTOP] [/D=FOLDER, the last and without quotes]
# How it ended, as the exit code:
!define CANCELLED 1         # NSIS's own
!define FAILED 2            # NSIS's own: a file could not be written; nothing is changed
!define RUNNING 3           # the program runs
!define NEWER 4             # a newer version is installed
!define FOLDER_TAKEN 5      # the folder holds something else by the name of ours
!define NO_SUCH_FILE 6      # there is no such provisioning file; nothing is changed
!define OLD_WINDOWS 7        # the PC is too old
!define NOT_REPLACED 8      # the new files could not take the place of the old ones; the old ones are back
!define NOT_PROVISIONED 20  # installed; and 20 more than what `sanadctl init` ended with

Unicode true
Target ${TARGET}
SetCompressor /SOLID lzma
SetCompressorDictSize 64
SetDateSave off
CRCCheck force
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS Win10
AllowSkipFiles off
ShowInstDetails nevershow
ShowUninstDetails nevershow

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include WordFunc.nsh
!include x64.nsh

!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Sanad Desk"
!define RUN_ONCE_KEY "Software\Microsoft\Windows\CurrentVersion\RunOnce"
# One name in both languages: whoever looks for either finds it, and no change of language leaves two of them.
!define LINK "مكتب سند - Sanad Desk"
!define DATA "$LOCALAPPDATA\Sanad Desk"
!define UPDATES "$LOCALAPPDATA\Sanad Desk Program"

Name "$(product)"
Caption "$(caption)"
UninstallCaption "$(un_caption)"
BrandingText "Sanad Desk ${VERSION}"
OutFile "${OUT}"
!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"'
!endif
InstallDir "$LOCALAPPDATA\Programs\Sanad Desk"
SetFont "Segoe UI" 9

MiscButtonText "$(back)" "$(next)" "$(cancel)" "$(close)"
InstallButtonText "$(install)"
UninstallButtonText "$(remove)"
SpaceTexts "$(space_needed)" "$(space_free)"
FileErrorText "$(cannot_write)" "$(cannot_write)"

VIProductVersion "${VERSION}.0"
!macro VersionOf LANG
  VIAddVersionKey /LANG=${LANG} ProductName "Sanad Desk"
  VIAddVersionKey /LANG=${LANG} ProductVersion "${VERSION}"
  VIAddVersionKey /LANG=${LANG} FileVersion "${VERSION}"
  VIAddVersionKey /LANG=${LANG} FileDescription "${LINK}"
  VIAddVersionKey /LANG=${LANG} CompanyName "Sanad Desk"
  VIAddVersionKey /LANG=${LANG} LegalCopyright "Apache License 2.0"
!macroend

!define MUI_ICON "${ART}\sanad-desk.ico"
!define MUI_UNICON "${ART}\sanad-desk.ico"
!define MUI_HEADERIMAGE
!define MUI_HEADERIMAGE_RIGHT
!define MUI_HEADERIMAGE_BITMAP "${ART}\header-right.bmp"
!define MUI_HEADERIMAGE_BITMAP_RTL "${ART}\header-left.bmp"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${ART}\side.bmp"
!define MUI_UNWELCOMEFINISHPAGE_BITMAP "${ART}\side.bmp"
!define MUI_ABORTWARNING
!define MUI_ABORTWARNING_TEXT "$(sure_to_leave)"
!define MUI_CUSTOMFUNCTION_GUIINIT RefuseUnfit
!define MUI_CUSTOMFUNCTION_UNGUIINIT un.RefuseRunning

!define MUI_WELCOMEPAGE_TITLE "$(welcome_title)"
!define MUI_WELCOMEPAGE_TEXT "$(welcome_text)"
!insertmacro MUI_PAGE_WELCOME
!define MUI_PAGE_HEADER_TEXT "$(licence_title)"
!define MUI_PAGE_HEADER_SUBTEXT "$(licence_subtitle)"
!define MUI_LICENSEPAGE_TEXT_TOP "$(licence_top)"
!define MUI_LICENSEPAGE_TEXT_BOTTOM "$(licence_bottom)"
!define MUI_LICENSEPAGE_BUTTON "$(agree)"
!define MUI_PAGE_CUSTOMFUNCTION_SHOW LicenceFromTheLeft
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!define MUI_PAGE_HEADER_TEXT "$(folder_title)"
!define MUI_PAGE_HEADER_SUBTEXT "$(folder_subtitle)"
!define MUI_DIRECTORYPAGE_TEXT_TOP "$(folder_text)"
!define MUI_DIRECTORYPAGE_TEXT_DESTINATION "$(folder_name)"
!define MUI_PAGE_CUSTOMFUNCTION_PRE AskFolder
!define MUI_PAGE_CUSTOMFUNCTION_SHOW FolderFromTheLeft
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE TakeFolder
!insertmacro MUI_PAGE_DIRECTORY
Page custom AskProvision TakeProvision
!define MUI_PAGE_HEADER_TEXT "$(installing_title)"
!define MUI_PAGE_HEADER_SUBTEXT "$(installing_subtitle)"
!define MUI_INSTFILESPAGE_FINISHHEADER_TEXT "$(installed_title)"
!define MUI_INSTFILESPAGE_FINISHHEADER_SUBTEXT "$(installed_subtitle)"
!define MUI_INSTFILESPAGE_ABORTHEADER_TEXT "$(not_installed_title)"
!define MUI_INSTFILESPAGE_ABORTHEADER_SUBTEXT "$(not_installed_subtitle)"
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_TITLE "$(finish_title)"
!define MUI_FINISHPAGE_TEXT "$(finish_text)"
!define MUI_FINISHPAGE_BUTTON "$(finish)"
!define MUI_FINISHPAGE_RUN "$INSTDIR\program\sanad-desk.exe"
!define MUI_FINISHPAGE_RUN_TEXT "$(start_now)"
!define MUI_FINISHPAGE_SHOWREADME ""
!define MUI_FINISHPAGE_SHOWREADME_TEXT "$(desktop_link)"
!define MUI_FINISHPAGE_SHOWREADME_FUNCTION LinkOnDesktop
!define MUI_FINISHPAGE_NOREBOOTSUPPORT
!insertmacro MUI_PAGE_FINISH

!define MUI_PAGE_HEADER_TEXT "$(un_confirm_title)"
!define MUI_PAGE_HEADER_SUBTEXT "$(un_confirm_subtitle)"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "$(un_confirm_text)"
!define MUI_UNCONFIRMPAGE_TEXT_LOCATION "$(un_folder)"
!define MUI_PAGE_CUSTOMFUNCTION_SHOW un.FolderFromTheLeft
!insertmacro MUI_UNPAGE_CONFIRM
!define MUI_PAGE_HEADER_TEXT "$(removing_title)"
!define MUI_PAGE_HEADER_SUBTEXT "$(removing_subtitle)"
!define MUI_INSTFILESPAGE_FINISHHEADER_TEXT "$(removed_title)"
!define MUI_INSTFILESPAGE_FINISHHEADER_SUBTEXT "$(removed_subtitle)"
!undef MUI_INSTFILESPAGE_ABORTHEADER_TEXT
!undef MUI_INSTFILESPAGE_ABORTHEADER_SUBTEXT
!define MUI_INSTFILESPAGE_ABORTHEADER_TEXT "$(not_removed_title)"
!define MUI_INSTFILESPAGE_ABORTHEADER_SUBTEXT "$(not_removed_subtitle)"
!insertmacro MUI_UNPAGE_INSTFILES
!define MUI_FINISHPAGE_TITLE "$(removed_title)"
!define MUI_FINISHPAGE_TEXT "$(removed_text)"
!define MUI_FINISHPAGE_BUTTON "$(finish)"
!define MUI_FINISHPAGE_NOREBOOTSUPPORT
!insertmacro MUI_UNPAGE_FINISH

# Arabic first: it is taken where the system speaks neither.
!insertmacro MUI_LANGUAGE "Arabic"
!insertmacro MUI_LANGUAGE "English"
!define MUI_LANGDLL_ALLLANGUAGES
!define MUI_LANGDLL_WINDOWTITLE "Sanad Desk"
!define MUI_LANGDLL_INFO "اللغة · Language"
!define MUI_LANGDLL_REGISTRY_ROOT HKCU
!define MUI_LANGDLL_REGISTRY_KEY "${UNINSTALL_KEY}"
!define MUI_LANGDLL_REGISTRY_VALUENAME "Language"
!insertmacro VersionOf ${LANG_ARABIC}
!insertmacro VersionOf ${LANG_ENGLISH}

Var Provision        # the provisioning file, or nothing
Var ProvisionField
Var Installed        # the version that is installed, or nothing
Var Busy             # not 0: a program of ours runs

!include "texts.nsh"
!include "running.nsh"

!macro Refuse CODE TEXT
  SetErrorLevel ${CODE}
  MessageBox MB_OK|MB_ICONSTOP "${TEXT}" /SD IDOK
  Quit
!macroend
!define Refuse "!insertmacro Refuse"

Function .onInit
  ${GetParameters} $R0
  ${GetOptions} $R0 "/LANG=" $R1
  ${If} $R1 == "ar"
    StrCpy $LANGUAGE ${LANG_ARABIC}
  ${ElseIf} $R1 == "en"
    StrCpy $LANGUAGE ${LANG_ENGLISH}
  ${Else}
    !insertmacro MUI_LANGDLL_DISPLAY
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/PROVISION=" $Provision
  ${If} ${Errors}
    # PowerShell puts the quotes round all of it.
    ClearErrors
    ${WordFind2X} $R0 '"/PROVISION=' '"' "E+1" $Provision
    ${If} ${Errors}
      StrCpy $Provision ""
    ${EndIf}
  ${EndIf}
  ReadRegStr $Installed HKCU "${UNINSTALL_KEY}" "DisplayVersion"
  # What is installed is renewed where it is: a second copy elsewhere would be started by mistake.
  ReadRegStr $R1 HKCU "${UNINSTALL_KEY}" "InstallLocation"
  ${If} ${FileExists} "$R1\program*"
    StrCpy $INSTDIR $R1
  ${Else}
    StrCpy $Installed ""
  ${EndIf}
FunctionEnd

# When the window opens, so that nobody answers pages in vain, and once more when everything is about to begin.
Function RefuseUnfit
  ${IfNot} ${AtLeastBuild} 17763
  ${OrIfNot} ${RunningX64}
    ${Refuse} ${OLD_WINDOWS} "$(old_windows)"
  ${EndIf}
  ${VersionCompare} "$Installed" "${VERSION}" $R0
  ${If} $Installed != ""
  ${AndIf} $R0 == 1
    ${Refuse} ${NEWER} "$(newer)"
  ${EndIf}
  ${If} $Provision != ""
    ClearErrors
    GetFullPathName $R0 $Provision
    ${If} ${Errors}
      ${Refuse} ${NO_SUCH_FILE} "$(provision_missing)"
    ${EndIf}
    StrCpy $Provision $R0
  ${EndIf}
  !insertmacro RefuseRunning "" "$INSTDIR\program"
FunctionEnd

# Answers in $R0 whether the folder could be made one of ours without losing anything of somebody else.
Function IsFolderTaken
  StrCpy $R0 0
  ${If} ${FileExists} "$INSTDIR\program\*.*"
  ${AndIfNot} ${FileExists} "$INSTDIR\program\sanad-desk.exe"
    StrCpy $R0 1
  ${EndIf}
FunctionEnd

# Its text is English in both languages.
!define EM_SETPARAFORMAT 0x0447
Function LicenceFromTheLeft
  FindWindow $R0 "#32770" "" $HWNDPARENT
  GetDlgItem $R0 $R0 1000
  ${NSD_RemoveExStyle} $R0 ${WS_EX_RIGHT}|${WS_EX_RTLREADING}
  # PARAFORMAT, of which only the alignment counts: left.
  System::Call '*(i 156, i 8, i, i, i, i, &i2 1, &i130) p .R1'
  SendMessage $R0 ${EM_SETSEL} 0 -1
  SendMessage $R0 ${EM_SETPARAFORMAT} 0 $R1
  SendMessage $R0 ${EM_SETSEL} 0 0
  System::Free $R1
FunctionEnd

!macro FolderFromTheLeft UN
  Function ${UN}FolderFromTheLeft
    FindWindow $R0 "#32770" "" $HWNDPARENT
    GetDlgItem $R0 $R0 ${FOLDER_FIELD${UN}}
    ${NSD_RemoveExStyle} $R0 ${WS_EX_RIGHT}|${WS_EX_RTLREADING}
  FunctionEnd
!macroend
!define FOLDER_FIELD 1019
!define FOLDER_FIELDun. 1000
!insertmacro FolderFromTheLeft ""
!insertmacro FolderFromTheLeft "un."

Function AskFolder
  ${If} $Installed != ""
    Abort
  ${EndIf}
FunctionEnd

Function TakeFolder
  Call IsFolderTaken
  ${If} $R0 == 1
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(folder_taken)"
    Abort
  ${EndIf}
FunctionEnd

Function AskProvision
  ${If} ${FileExists} "${DATA}\desk.db"
    Abort
  ${EndIf}
  !insertmacro MUI_HEADER_TEXT "$(provision_title)" "$(provision_subtitle)"
  nsDialogs::Create 1018
  Pop $R0
  nsDialogs::SetRTL $(^RTL)
  ${NSD_CreateLabel} 0 0 100% 70u "$(provision_text)"
  Pop $R0
  ${NSD_CreateLabel} 0 78u 100% 10u "$(provision_field)"
  Pop $R0
  ${NSD_CreateText} 0 90u 220u 14u "$Provision"
  Pop $ProvisionField
  ${NSD_RemoveExStyle} $ProvisionField ${WS_EX_RIGHT}|${WS_EX_RTLREADING}
  ${NSD_CreateBrowseButton} 226u 89u 70u 16u "$(browse)"
  Pop $R0
  ${NSD_OnClick} $R0 BrowseForProvision
  ${NSD_SetFocus} $ProvisionField
  nsDialogs::Show
FunctionEnd

Function BrowseForProvision
  Pop $R0
  nsDialogs::SelectFileDialog open "" "$(provision_files)|*.sanad-provision"
  Pop $R0
  ${If} $R0 != ""
    ${NSD_SetText} $ProvisionField $R0
  ${EndIf}
FunctionEnd

Function TakeProvision
  ${NSD_GetText} $ProvisionField $Provision
  ${If} $Provision != ""
  ${AndIfNot} ${FileExists} $Provision
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(provision_missing)"
    Abort
  ${EndIf}
FunctionEnd

Function LinkOnDesktop
  CreateShortCut "$DESKTOP\${LINK}.lnk" "$INSTDIR\program\sanad-desk.exe"
FunctionEnd

Section
  AddSize ${SIZE_KB}
  SetDetailsPrint textonly
  DetailPrint "$(installing_text)"
  SetDetailsPrint none
  Call RefuseUnfit
  Call IsFolderTaken
  ${If} $R0 == 1
    ${Refuse} ${FOLDER_TAKEN} "$(folder_taken)"
  ${EndIf}
  Call PutInPlace
  Call Register
  CreateShortCut "$SMPROGRAMS\${LINK}.lnk" "$INSTDIR\program\sanad-desk.exe"
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/DESKTOP" $R1
  ${IfNot} ${Errors}
    Call LinkOnDesktop
  ${EndIf}
  Call Provision
SectionEnd

# A folder that something looks into (a virus scanner, at new files) cannot be renamed: worth waiting ten seconds.
!macro RenameInTime FROM TO
  StrCpy $R9 0
  ${Do}
    ClearErrors
    Rename "${FROM}" "${TO}"
    ${IfNot} ${Errors}
    ${OrIf} $R9 == 20
      ${ExitDo}
    ${EndIf}
    Sleep 500
    IntOp $R9 $R9 + 1
  ${Loop}
!macroend

# Everything is written beside the old program; then two names change. Whatever happens before leaves the old one whole.
Function PutInPlace
  # An earlier installation may have been cut between the two names.
  ${IfNot} ${FileExists} "$INSTDIR\program\*.*"
    Rename "$INSTDIR\program.old" "$INSTDIR\program"
  ${EndIf}
  RMDir /r "$INSTDIR\program.old"
  RMDir /r "$INSTDIR\program.new"
  SetOutPath "$INSTDIR\program.new"
  File /r "${PROGRAM}\*"
  WriteUninstaller "$INSTDIR\program.new\uninstall.exe"
  SetOutPath $INSTDIR
  ${If} ${FileExists} "$INSTDIR\program\*.*"
    # A power cut between the names: Windows itself puts the old one back when somebody signs in again.
    WriteRegStr HKCU "${RUN_ONCE_KEY}" "Sanad Desk" \
      'cmd.exe /c if not exist "$INSTDIR\program" ren "$INSTDIR\program.old" program'
    !insertmacro RenameInTime "$INSTDIR\program" "$INSTDIR\program.old"
    ${If} ${Errors}
      DeleteRegValue HKCU "${RUN_ONCE_KEY}" "Sanad Desk"
      RMDir /r "$INSTDIR\program.new"
      ${Refuse} ${RUNNING} "$(not_replaced)"
    ${EndIf}
  ${EndIf}
  !insertmacro RenameInTime "$INSTDIR\program.new" "$INSTDIR\program"
  ${If} ${Errors}
    Rename "$INSTDIR\program.old" "$INSTDIR\program"
    DeleteRegValue HKCU "${RUN_ONCE_KEY}" "Sanad Desk"
    RMDir /r "$INSTDIR\program.new"
    ${Refuse} ${NOT_REPLACED} "$(not_replaced)"
  ${EndIf}
  DeleteRegValue HKCU "${RUN_ONCE_KEY}" "Sanad Desk"
  RMDir /r "$INSTDIR\program.old"
FunctionEnd

Function .onInstFailed
  SetOutPath $TEMP
  RMDir /r "$INSTDIR\program.new"
  RMDir $INSTDIR
FunctionEnd

Function Register
  StrCpy $R0 "$INSTDIR\program"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "${LINK}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$R0\sanad-desk.exe,0"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "Sanad Desk"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$R0\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$R0\uninstall.exe" /S'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Language" $LANGUAGE
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
FunctionEnd

Function Provision
  ${If} $Provision == ""
    Return
  ${EndIf}
  nsExec::ExecToStack '"$INSTDIR\program\sanadctl.exe" init --from "$Provision"'
  Pop $R0
  Pop $R1
  ${If} $R0 != 0
    ${If} $R0 == "error"
      StrCpy $R0 1
    ${EndIf}
    IntOp $R0 $R0 + ${NOT_PROVISIONED}
    SetErrorLevel $R0
    FileOpen $R2 "$INSTDIR\provision.txt" w
    FileWrite $R2 $R1
    FileClose $R2
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(provision_refused)$\r$\n$\r$\n$R1" /SD IDOK
  ${EndIf}
FunctionEnd

Function un.onInit
  !insertmacro MUI_UNGETLANGUAGE
FunctionEnd

Function un.RefuseRunning
  !insertmacro RefuseRunning "un." $INSTDIR
FunctionEnd

Section Uninstall
  SetDetailsPrint none
  Call un.RefuseRunning
  # Only the folder that was registered is emptied: an uninstaller that somebody copied elsewhere harms nothing.
  ReadRegStr $R0 HKCU "${UNINSTALL_KEY}" "InstallLocation"
  ${If} $INSTDIR != "$R0\program"
    ${Refuse} ${FOLDER_TAKEN} "$(not_removed_subtitle)"
  ${EndIf}
  Delete "$SMPROGRAMS\${LINK}.lnk"
  Delete "$DESKTOP\${LINK}.lnk"
  # Versions that came by the line are programs too; the centre's data lies in another folder.
  RMDir /r "${UPDATES}"
  SetOutPath $TEMP
  RMDir /r $INSTDIR
  Delete "$R0\provision.txt"
  RMDir /r "$R0\program.old"
  RMDir /r "$R0\program.new"
  RMDir $R0
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
SectionEnd
