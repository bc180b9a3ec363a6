# What the installer and its uninstaller say: each text in Arabic and in English, side by side.

!macro Text NAME AR EN
  LangString ${NAME} ${LANG_ARABIC} "${AR}"
  LangString ${NAME} ${LANG_ENGLISH} "${EN}"
!macroend
!define Text "!insertmacro Text"
# After a mark at a line's end, so that it stays there whatever direction the line is drawn in. For the same reason the
# Arabic has Latin words on lines of their own, and no vowel signs, which Wine draws badly.
!define RLM "${U+200F}"

${Text} product "مكتب سند" "Sanad Desk"
${Text} caption "تثبيت مكتب سند" "Sanad Desk Setup"
${Text} un_caption "إزالة مكتب سند" "Remove Sanad Desk"
${Text} next "ال&تالي" "&Next"
${Text} back "ال&سابق" "&Back"
${Text} cancel "إلغاء" "Cancel"
${Text} close "إ&غلاق" "&Close"
${Text} install "&تثبيت" "&Install"
${Text} remove "إ&زالة" "&Remove"
${Text} finish "إ&نهاء" "&Finish"
${Text} browse "اخ&تيار…${RLM}" "B&rowse…"
${Text} space_needed "المساحة المطلوبة: " "Space needed: "
${Text} space_free "المساحة المتوفرة: " "Space free: "
${Text} sure_to_leave "لم يكتمل التثبيت. هل تريد الخروج؟${RLM}" "Sanad Desk is not installed yet. Leave now?"
${Text} cannot_write "تعذرت كتابة الملف:${RLM}$\r$\n$\r$\n$0$\r$\n$\r$\nقد تكون مساحة القرص غير كافية.${RLM}" "This file could not be written:$\r$\n$\r$\n$0$\r$\n$\r$\nThe disk may be full."

${Text} welcome_title "مرحبا بك في مكتب سند" "Welcome to Sanad Desk"
${Text} welcome_text "برنامج خدمة المتعاملين في مراكز سند، ويعمل مع انقطاع الإنترنت.${RLM}$\r$\n$\r$\nسيثبت الإصدار ${VERSION} لحسابك على هذا الجهاز، دون حاجة إلى صلاحيات المسؤول.${RLM}$\r$\n$\r$\nإن كان البرنامج موجودا من قبل فسيجري تحديثه، وتبقى بيانات المركز كما هي.${RLM}$\r$\n$\r$\nأغلق مكتب سند قبل المتابعة.${RLM}" "The counter program of Oman's Sanad centres. It goes on working when the line is down.$\r$\n$\r$\nVersion ${VERSION} will be installed for your account on this PC. No administrator is needed.$\r$\n$\r$\nIf the program is installed already, it will be updated, and the centre's data stays as it is.$\r$\n$\r$\nClose Sanad Desk before you go on."

${Text} licence_title "الرخصة" "Licence"
${Text} licence_subtitle "مكتب سند برنامج حر برخصة أباتشي، الإصدار الثاني" "Sanad Desk is free software under the Apache License 2.0"
${Text} licence_top "نص الرخصة بالإنجليزية:${RLM}" "The licence:"
${Text} licence_bottom "اضغط «موافق» لقبول الرخصة ومتابعة التثبيت.${RLM}" "Press “I agree” to accept the licence and go on."
${Text} agree "&موافق" "I &agree"

${Text} folder_title "مكان التثبيت" "Where to install"
${Text} folder_subtitle "المكان المقترح مناسب في أغلب الأحوال" "The folder proposed suits nearly everybody"
${Text} folder_text "سيكون البرنامج في هذا المجلد. أما بيانات المركز فمحفوظة في مجلد آخر ولا تتأثر.${RLM}" "The program will be installed in this folder. The centre's data is kept in another one and is not touched."
${Text} folder_name "مجلد البرنامج" "Program folder"
${Text} folder_taken "في هذا المجلد ملفات ليست من مكتب سند. اختر مجلدا آخر.${RLM}" "There are files here that are not Sanad Desk's. Choose another folder."

${Text} provision_title "ملف تجهيز المركز" "Provisioning file"
${Text} provision_subtitle "اختياري" "Optional"
${Text} provision_text "إن وصلك ملف تجهيز لهذا الجهاز فاختره هنا، ليكون الجهاز جاهزا للعمل بعد التثبيت.${RLM}$\r$\n$\r$\nإن لم يكن لديك ملف فاترك الخانة فارغة، وأدخل بيانات المركز عند أول تشغيل.${RLM}" "If you were given a provisioning file for this PC (its name ends in .sanad-provision), choose it here, and the PC is ready for work when the installation is done.$\r$\n$\r$\nWithout one, leave this empty: the centre is set up when the program starts for the first time."
${Text} provision_field "ملف التجهيز:${RLM}" "Provisioning file:"
${Text} provision_files "ملفات التجهيز" "Provisioning files"
${Text} provision_missing "ملف التجهيز غير موجود:${RLM}$\r$\n$\r$\n$Provision" "There is no such provisioning file:$\r$\n$\r$\n$Provision"
${Text} provision_refused "اكتمل تثبيت البرنامج، لكن ملف التجهيز لم يقبل. افتح البرنامج واختر الملف من صفحته الأولى، أو اطلب ملفا جديدا.${RLM}" "The program is installed, but the provisioning file was not accepted. Start the program and choose the file on its first page, or ask for a new one."

${Text} installing_title "جاري التثبيت" "Installing"
${Text} installing_subtitle "يستغرق ذلك دقيقة أو دقيقتين" "This takes a minute or two"
${Text} installing_text "تجري كتابة ملفات البرنامج…${RLM}" "Writing the program's files…"
${Text} installed_title "اكتمل التثبيت" "Installed"
${Text} installed_subtitle "مكتب سند جاهز" "Sanad Desk is ready"
${Text} not_installed_title "لم يكتمل التثبيت" "Not installed"
${Text} not_installed_subtitle "لم يتغير شيء على هذا الجهاز" "Nothing on this PC was changed"

${Text} finish_title "مكتب سند جاهز" "Sanad Desk is ready"
${Text} finish_text "اكتمل تثبيت الإصدار ${VERSION} على هذا الجهاز. تجد البرنامج في قائمة «ابدأ».${RLM}" "Version ${VERSION} is installed on this PC. You find it in the Start menu."
${Text} start_now "تشغيل مكتب سند الآن" "Start Sanad Desk now"
${Text} desktop_link "وضع اختصار على سطح المكتب" "Put a shortcut on the desktop"

${Text} running "مكتب سند يعمل الآن على هذا الجهاز. أغلقه ثم اضغط «إعادة المحاولة».${RLM}" "Sanad Desk is running on this PC. Close it, then press Retry."
${Text} newer "على هذا الجهاز إصدار أحدث، وهو $Installed. لا يمكن تثبيت الإصدار ${VERSION} فوقه. افتح البرنامج الموجود.${RLM}" "This PC has a newer version: $Installed. Version ${VERSION} cannot be put over it; start the installed program instead."
${Text} old_windows "هذا الجهاز أقدم مما يلزم. يحتاج مكتب سند إلى:${RLM}$\r$\n$\r$\nWindows 10 (1809), 64-bit" "Sanad Desk needs 64-bit Windows 10 version 1809 or newer."
${Text} not_replaced "تعذر وضع ملفات البرنامج في مكانها، ولم يتغير شيء على هذا الجهاز. أعد تشغيل الجهاز ثم أعد المحاولة.${RLM}" "The program's files could not be put in their place, and nothing on this PC was changed. Restart the PC, then try again."

${Text} un_confirm_title "إزالة مكتب سند" "Remove Sanad Desk"
${Text} un_confirm_subtitle "تبقى بيانات المركز على هذا الجهاز" "The centre's data stays on this PC"
${Text} un_confirm_text "ستتم إزالة البرنامج وحده. المعاملات والإيصالات وما لم يرسل بعد تبقى محفوظة في المجلد:${RLM}$\r$\n$\r$\n$LOCALAPPDATA\Sanad Desk" "Only the program is removed. Transactions, receipts and whatever was not sent yet stay in this folder:$\r$\n$\r$\n$LOCALAPPDATA\Sanad Desk"
${Text} un_folder "مجلد البرنامج:${RLM}" "Program folder:"
${Text} removing_title "جاري الإزالة" "Removing"
${Text} removing_subtitle "تبقى بيانات المركز على هذا الجهاز" "The centre's data stays on this PC"
${Text} removed_title "تمت إزالة مكتب سند" "Sanad Desk is removed"
${Text} removed_subtitle "بقيت بيانات المركز على هذا الجهاز" "The centre's data stayed on this PC"
${Text} removed_text "بيانات المركز محفوظة كما هي في المجلد:${RLM}$\r$\n$\r$\n$LOCALAPPDATA\Sanad Desk$\r$\n$\r$\nعند تثبيت البرنامج مرة أخرى يتابع العمل بها.${RLM}" "The centre's data is kept as it was in this folder:$\r$\n$\r$\n$LOCALAPPDATA\Sanad Desk$\r$\n$\r$\nWhen the program is installed again, it goes on with it."
${Text} not_removed_title "لم تكتمل الإزالة" "Not removed"
${Text} not_removed_subtitle "أعد تشغيل الجهاز ثم أعد المحاولة" "Restart the PC, then try again"
