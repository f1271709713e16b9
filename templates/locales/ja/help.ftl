### ご利用の手引き。ページ /help と docs/manual のどちらも、ここから作られる。画面のことばは参照で引く。

help-title = ご利用の手引き
help-link = ご利用の手引き
help-lead = { $tenant } のログインについて、操作の手順をまとめています。お客様のご契約にある手続きだけを載せています。
help-contents = 目次
help-top = 目次へ戻る
help-desk = 手引きを読んでも解決しないとき

## ご利用の前に

help-environment-title = ご利用いただける環境
help-environment-lead = 次の環境でご利用ください。特別なソフトウェアは必要ありません。
help-environment-browsers = ブラウザは、Safari、Firefox、Chrome、Edgeの最新版をお使いください。
help-environment-systems = macOS、Windows、iOS、Androidは、提供元がサポートを続けているバージョンでご利用ください。
help-environment-cookies = ブラウザのCookieを有効にしてください。JavaScriptが無効でもご利用いただけます。
help-environment-language = 画面の右上で、日本語と英語を切り替えられます。

help-passwords-title = パスワードについて
help-passwords-lead = パスワードは、ご本人であることを確かめる大切な鍵です。次の条件で決め、大切にお取り扱いください。
help-passwords-alone = 「{ method-password }」でログインされる方のパスワードは、{ $n }文字以上
help-passwords-width = 全角で入力された英数字や記号は、半角として扱います。円記号（¥）とバックスラッシュ（\）は同じ文字として扱います。
help-passwords-guess = 名前や誕生日など、ほかの人が思いつくものは避け、ほかのサービスと同じパスワードは使わないでください。
help-passwords-share = パスワードとワンタイムパスワードは、家族や同僚にも教えないでください。サポート窓口からお尋ねすることもありません。
help-passwords-valid = パスワードの有効期間は{ $n }日です。過ぎると、次のログインのときに新しいパスワードを決めていただきます。
help-passwords-remind = 有効期限の{ $list }日前に、メールでお知らせします。
help-passwords-lasting = パスワードに有効期限はありません。ほかの人に知られたおそれがあるときは、すぐに変更してください。

help-enrolment-title = 認証情報の登録（初めてのご利用）
help-enrolment-lead = 初めてご利用になるときに、ログインに使う認証情報を登録します。登録用のアドレスと、ワンタイムパスワードが別々に届きますので、両方をお手元にご用意ください。
help-enrolment-open = 届いた登録用のアドレスを、ブラウザで開きます。アドレスは{ $n }日間有効です。
help-enrolment-code = 表示された「{ field-username }」がご自身のものであることを確かめ、届いた「{ field-code }」を入力して、「{ next }」を押します。
help-enrolment-mismatch = 「ワンタイムパスワードが一致しません」と表示されたときは、ご案内の内容と入力を見比べて、もう一度入力してください。
help-enrolment-tries = { $n }回続けて誤ると、登録の受付を終了します。サポート窓口へ、新しいご案内をお申し付けください。
help-enrolment-set = これから使うパスワードを決め、「{ field-password }」と「{ field-password-confirm }」に同じものを入力して、「{ register }」を押します。
help-enrolment-question = これから使うパスワードを決め、「{ field-password }」と「{ field-password-confirm }」に同じものを入力します。続けて「{ field-question }」を一覧から選び、「{ field-answer }」を入力して、「{ register }」を押します。
help-enrolment-done = 「{ enrol-done-title }」と表示されたら完了です。ご利用のWebサイトへ進み、ログインしてください。
help-enrolment-recovery = この画面に「{ field-recovery-code }」が表示されます。表示は一度だけですので、印刷するか書きとめて、安全な場所に保管してください。
help-enrolment-certificate = 電子証明書をお使いになる方は、端末ごとに電子証明書を受け取ります。

## ログイン

help-login-password-title = ログイン（{ method-password }）
help-login-password-lead = ユーザIDとパスワードでログインします。
help-login-code-title = ログイン（{ method-password-otp }）
help-login-code-lead = ユーザIDとパスワードに続けて、メールで届くワンタイムパスワードを入力してログインします。
help-login-certificate-title = ログイン（{ method-password-certificate }）
help-login-certificate-lead = ユーザIDとパスワードに続けて、端末に取り込んだ電子証明書でログインします。
help-login-website = ご利用のWebサイトで、ログインのボタンを押します。
help-login-enter = 「{ field-username }」と「{ field-password }」を入力し、「{ login-submit }」を押します。
help-login-width = 全角で入力しても、前後に空白が入っても、そのままお使いいただけます。
help-login-wrong = 入力に誤りがあるとお知らせが表示されます。どの項目の誤りかは、安全のため表示されません。
help-login-concealed = 安全のため、パスワードに誤りがあるときも、次の画面に進みます。
help-login-new-password = 新しいパスワードを決める画面が表示されたときは、「{ help-new-password-title }」をご覧ください。
help-login-mail = 登録されているメールアドレスに、ワンタイムパスワードが届きます。メールを開きます。
help-login-reference = 画面とメールの件名に、同じ「{ code-reference }」が表示されます。異なるときは、古いメールではないかご確認ください。
help-login-code = メールに書かれた{ $n }桁の「{ field-code }」を入力し、「{ login-submit }」を押します。
help-login-code-life =
    { $minutes ->
        [0] ワンタイムパスワードは、{ $seconds }秒間、このログインで一度だけ使えます。
       *[other] ワンタイムパスワードは、{ $minutes }分間、このログインで一度だけ使えます。
    }
help-login-resend = メールが届かないときは、{ $wait }秒待ってから「{ code-again-submit }」を押してください。15分間に{ $mails }通までお送りできます。
help-login-device = 端末を複数登録されている方は、「{ code-device }」で別のメールアドレスを選んで再送信できます。
help-login-code-wrong = 1つのワンタイムパスワードは、{ $n }回誤ると使えなくなります。
help-login-remember = ご自身だけがお使いのブラウザでは、ワンタイムパスワードの入力を{ $n }日間省略するように選べます。共用の端末では選ばないでください。
help-login-certificate = 「{ certificate-continue }」を押します。
help-login-choose = ブラウザが証明書の一覧を表示します。ご自身の電子証明書を選び、確定します。
help-login-no-list = 一覧に電子証明書がないときは、端末への取り込みが済んでいるかご確認ください。手順は「電子証明書の取り込み」の各章にあります。
help-login-expired = 電子証明書の期限切れや紛失でログインできないときは、サポート窓口へご連絡ください。
help-login-consent = 初めてログインするWebサイトでは、お渡しする情報を確かめて「{ consent-accept }」を押します。
help-login-in = ご利用のWebサイトに戻り、ログインが完了します。
help-login-sso = 続けて別のWebサイトをお使いになるときは、もう一度ログインせずに済む場合があります。
help-login-forgotten = パスワードをお忘れのときは、「パスワード再発行」の章をご覧ください。
help-login-forgotten-desk = パスワードをお忘れのときは、サポート窓口へご連絡ください。
help-login-temporary = 再発行された仮パスワードでも、同じ手順でログインします。

help-activate-title = { activate-title }
help-activate-lead = テレビなど、ブラウザのない機器でのログインを、お手元のスマートフォンやパソコンから許可します。
help-activate-open = 機器の画面に表示されたアドレスを、お手元のスマートフォンやパソコンのブラウザで開きます。二次元コードが表示されているときは、読み取って開けます。
help-activate-enter = 「{ field-user-code }」を入力し、「{ next }」を押します。
help-activate-filled = 二次元コードから開いたときは、コードが入力されています。機器の画面と同じことを確かめて、「{ next }」を押します。
help-activate-wrong = コードが使えるのは、機器に表示されてから{ $n }分間です。確認できないと表示されたときは、機器で新しいコードを表示してください。
help-activate-login = いつものログイン方法で、ログインします。
help-activate-confirm = 機器の画面と同じコードが表示されていることを確かめて、「{ activate-accept }」を押します。許可しないときは「{ activate-deny }」を押します。
help-activate-done = 「{ activate-approved-title }」と表示されたら、機器の画面に戻ります。機器は自動的にログインします。
help-activate-stranger = 電話やメールで知らされたコードは、入力しないでください。ほかの人の機器に、お客様としてログインされるおそれがあります。
help-activate-end = 許可を取り消すときは、アカウント管理サイトの「{ menu-websites }」で、機器のアプリケーションの「{ websites-revoke }」を押します。

help-new-password-title = ログインの途中で新しいパスワードを決める
help-new-password-lead = ログインの途中で、新しいパスワードの登録が必要になる場合があります。
help-new-password-why-all = パスワードの有効期限が過ぎたとき、仮パスワードでログインしたとき、管理者がパスワードを初期化したときに、理由を示した画面が表示されます。
help-new-password-why-expired = パスワードの有効期限が過ぎたとき、または管理者がパスワードを初期化したときに、理由を示した画面が表示されます。
help-new-password-why-temporary = 仮パスワードでログインしたとき、または管理者がパスワードを初期化したときに、理由を示した画面が表示されます。
help-new-password-why = 管理者がパスワードを初期化したときに、理由を示した画面が表示されます。
help-new-password-enter = 画面の条件に合うパスワードを決め、「{ field-new-password }」と「{ field-new-password-confirm }」に同じものを入力して、「{ register }」を押します。
help-new-password-reused = それまでと同じパスワードは登録できません。別のパスワードを入力してください。
help-new-password-on = いつものログインの手順に戻ります。最後までログインが済むと、新しいパスワードに変わります。
help-new-password-in = ご利用のWebサイトに戻り、ログインが完了します。次回から新しいパスワードをお使いください。

help-lock-title = アカウントロック
help-lock-lead = 入力の誤りが続くと、お客様の安全のために、ログインの受付を停止します。
help-lock-tries = パスワードとワンタイムパスワードの誤りが合わせて{ $n }回になると、「{ locked-title }」の画面が表示されます。
help-lock-tries-password = パスワードの誤りが{ $n }回になると、「{ locked-title }」の画面が表示されます。
help-lock-delay = 誤りが重なると、次に入力できるまでの待ち時間が少しずつ長くなります。
help-lock-answers = 秘密の質問の答えを{ $n }回誤ったときも、同じようにロックされます。
help-lock-desk = ユーザIDをご用意のうえ、画面に表示されたサポート窓口へご連絡ください。ご本人であることを確かめて、ロックを解除します。
help-lock-minutes = { $n }分が過ぎると、もう一度ログインをお試しいただけます。お急ぎのときは、画面に表示されたサポート窓口へご連絡ください。
help-lock-release = ご自身で解除されるときは、ご登録のメールアドレスに届くアドレスを開き、「{ release-execute }」を押します。
help-lock-not-you = お心当たりがないのにロックされたときは、ほかの人がログインを試みたおそれがあります。サポート窓口へご連絡ください。
help-lock-known-browser = いつもお使いのブラウザは誤りを別に数えますので、ほかの人の誤入力でログインできなくなることはありません。

## パスワード再発行

help-reissue-temporary-title = パスワード再発行
help-reissue-second-proof-title = パスワード再発行（追加の本人確認）
help-reissue-lead = パスワードをお忘れのときは、ご自身で再発行のお手続きができます。
help-reissue-ask = ログイン画面の「{ login-reissue }」を押します。「{ field-username }」と、端末情報に登録した「{ field-mail }」を入力し、「{ send }」を押します。
help-reissue-no-link = ログイン画面に案内がないときは、ご利用のWebサイトの案内からお進みください。
help-reissue-sent = 「パスワード再発行手順のご案内」がメールで届きます。メールのアドレスを、{ $n }分以内に開きます。
help-reissue-same-browser = お申し込みと同じブラウザで開いてください。アドレスが使えるのは一度だけです。
help-reissue-no-mail = 入力内容が登録と異なる場合も、同じ画面が表示され、メールは届きません。迷惑メールフォルダもご確認ください。
help-reissue-continue = 「{ next }」を押します。
help-reissue-question = 登録した「{ field-question }」を一覧から選び、「{ field-answer }」を入力して、「{ send }」を押します。
help-reissue-mismatch = 「質問とその答えが一致しません」と表示されたときは、質問の選び間違いもご確認ください。{ $n }回誤ると、アカウントロックになります。
help-reissue-temporary = 「{ temporary-label }」が表示されます。書きとめるか印刷し、{ $n }分以内にログインします。
help-reissue-once = 仮パスワードの表示は一度だけです。書きとめられなかったときは、はじめからお申し込みください。
help-reissue-log-in = ログイン画面で、「{ field-username }」と、再発行された「{ field-password }」を入力し、「{ login-submit }」を押します。
help-reissue-new = 新しいパスワードを決め、「{ field-new-password }」と「{ field-new-password-confirm }」に入力して、「{ register }」を押します。
help-reissue-proof = メールのほかに、もう1つの方法でご本人を確認します。お手元にある方法を選びます。
help-reissue-proof-recovery = 「{ field-recovery-code }」は、保管しているもののうち、まだ使っていない1つを入力します。
help-reissue-proof-certificate = 電子証明書をお持ちの方は、取り込んだ端末で「{ second-proof-certificate-continue }」を押し、ご自身の電子証明書を選びます。
help-reissue-proof-desk = どちらもお手元にないときは、サポート窓口へご連絡ください。
help-reissue-choose = 新しいパスワードを決め、「{ field-new-password }」と「{ field-new-password-confirm }」に入力して、「{ register }」を押します。
help-reissue-done = 「{ reissue-done-title-changed }」と表示されたら完了です。新しいパスワードでログインしてください。
help-reissue-on = いつものログイン方法で、ログインを完了します。
help-reissue-ended = 再発行すると、ログイン中のブラウザはすべてログアウトし、お知らせのメールをお送りします。
help-reissue-not-you = お心当たりのない案内のメールが届いたときは、何もなさらないでください。パスワードは変わりません。

## アカウント管理サイト

help-account-title = アカウント管理
help-account-lead = 登録内容の確認と変更は、アカウント管理サイトで行います。
help-account-open = ご利用のWebサイトの案内、またはログイン画面の「{ login-account }」からアカウント管理サイトを開き、ログインします。
help-account-open-website = ご利用のWebサイトの案内からアカウント管理サイトを開き、ログインします。
help-account-menu = メニューで行いたい手続きを選びます。「{ menu-account }」では、登録されている端末を確認できます。
help-account-certificates = 端末ごとに、「{ account-certificate-expires }」を確認できます。電子証明書のない端末は「{ nothing }」と表示されます。
help-account-fresh = ログインから時間がたっているときは、大切な変更の前に、もう一度ログインをお願いすることがあります。
help-account-notices = 認証情報を変更すると、登録されているメールアドレスにお知らせします。お心当たりがないときは、サポート窓口へご連絡ください。

help-change-password-title = パスワードの変更
help-change-password-lead = ログインに使うパスワードを、ご自身で変更できます。
help-change-password-menu = アカウント管理サイトのメニューで「{ menu-password }」を押します。
help-change-password-enter = 「{ field-current-password }」を入力します。新しいパスワードを決め、「{ field-changed-password }」と「{ field-changed-password-confirm }」に入力して、「{ change }」を押します。
help-change-password-done = 完了の画面が表示されます。ほかのブラウザでログイン中だったときは、自動的にログアウトします。

help-change-question-title = 秘密の質問と答えの変更
help-change-question-lead = パスワードを再発行するときに使う、秘密の質問と答えを変更できます。
help-change-question-menu = アカウント管理サイトのメニューで「{ menu-question }」を押します。
help-change-question-enter = 新しい「{ field-question }」を一覧から選び、「{ field-answer }」を入力して、「{ change }」を押します。
help-change-question-answer = ほかの人が知らず、ご自身が忘れない答えにしてください。ひらがなとカタカナ、全角と半角、空白の違いは区別しません。
help-change-question-done = 完了の画面が表示されたら、新しい質問と答えに変わっています。

help-history-title = ログイン履歴の閲覧
help-history-lead = ご自身のログインの記録を確認できます。ときどきご覧になり、お心当たりのないログインがないかお確かめください。
help-history-menu = アカウント管理サイトのメニューで「{ menu-history }」を押します。
help-history-read =
    { $months ->
        [0] 直近{ $days }日間の記録が、新しいものから順に表示されます。「{ history-at }」「{ history-address }」「{ history-result }」などをご確認ください。
       *[other] 直近{ $months }ヶ月の記録が、新しいものから順に表示されます。「{ history-at }」「{ history-address }」「{ history-result }」などをご確認ください。
    }
help-history-pages = 記録が多いときは、「{ history-next }」「{ history-previous }」でページを切り替えます。
help-history-file = 記録を手元に残したいときは、「{ history-csv }」を押します。

help-not-me-title = お心当たりのないログインがあるとき
help-not-me-lead = ほかの人がログインしたおそれがあるときは、すべてのブラウザからのログアウトと、サポート窓口への連絡を、一度に行えます。
help-not-me-menu = ログイン履歴の画面で「{ history-not-me }」を押します。
help-not-me-press = 行われることを確かめて、「{ not-me-execute }」を押します。
help-not-me-done = ログアウトした画面が表示されます。次のログインのときに、新しいパスワードを決めてください。

help-device-add-title = 端末の追加
help-device-add-lead = ワンタイムパスワードやお知らせを受け取るメールアドレスを、端末として{ $n }台まで登録できます。
help-device-add-menu = アカウント管理サイトのメニューで「{ menu-account }」を押し、「{ add }」を押します。
help-device-enter = 追加する端末で受け取れる「{ field-mail }」を入力し、「{ field-mail-confirm }」にもう一度入力します。「{ field-kind }」を選んで、「{ confirm }」を押します。
help-device-confirm = 内容に誤りがないことを確かめて、「{ register }」を押します。直すときは「{ back }」を押します。
help-device-code = 入力したメールアドレスに届く{ $n }桁の「{ field-device-code }」を入力します。入力されるまで、端末は登録されません。
help-device-reference = 画面の「{ code-reference }」と、メールの件名の照合番号が同じであることをご確認ください。
help-device-add-done = 「{ device-add-done-title }」と表示されたら完了です。
help-device-add-certificate = 電子証明書でログインされる方には、完了の画面でその端末の電子証明書をお渡しします。ダウンロード用パスワードを書きとめ、ファイルを追加した端末に取り込んでください。
help-device-told = 変更の前から登録されていたメールアドレスにも、お知らせをお送りします。

help-device-change-title = 端末情報の変更
help-device-change-lead = 登録されている端末のメールアドレスと種別を変更できます。
help-device-change-menu = アカウント管理サイトのメニューで「{ menu-account }」を押し、変更する端末の「{ change }」を押します。
help-device-change-enter = 新しい「{ field-mail }」を2回入力し、「{ field-kind }」を選んで、「{ confirm }」を押します。内容を確かめて「{ register }」を押します。
help-device-change-done = 新しいメールアドレスに届く「{ field-device-code }」を入力すると、変更が完了します。
help-device-change-certificate = 端末の電子証明書は、そのままお使いいただけます。

help-device-delete-title = 端末の削除
help-device-delete-lead = お使いにならなくなった端末を削除できます。削除すると、元には戻せません。
help-device-delete-menu = アカウント管理サイトのメニューで「{ menu-account }」を押し、削除する端末の「{ delete }」を押します。
help-device-delete-press = 削除する端末に誤りがないことを確かめて、「{ delete-execute }」を押します。
help-device-delete-certificate = 端末の電子証明書は直ちに失効し、その端末ではログインできなくなります。
help-device-delete-last = ログインに端末が必要な方は、最後の1台を削除できません。先に別の端末を追加してください。
help-device-delete-done = 端末の一覧に戻り、削除されたことが表示されます。

help-method-title = ログイン方法の変更
help-method-lead = ログインのときの確認の方法を、ご自身で変更できます。
help-method-menu = アカウント管理サイトのメニューで「{ menu-method }」を押します。
help-method-choose = これから使うログイン方法を選び、「{ next }」を押します。やめるときは「{ cancel }」を押します。
help-method-upward = 選べるのは、いまより確認の確かな方法だけです。
help-method-execute = 「{ method-before }」「{ method-after }」と端末情報を確かめて、「{ execute }」を押します。認証情報が新しく発行されます。
help-method-downward = 確認の段階を減らす変更では、お知らせのメールに書かれたアドレスから、24時間以内なら元に戻せます。
help-method-done = 完了の画面が表示されます。次回のログインから、新しい方法をお使いください。
help-method-certificates = 電子証明書を使う方法にされたときは、端末ごとに電子証明書が発行されます。「{ account-download-password }」を書きとめ、「{ certificate-download }」を押してファイルを保存し、「{ next }」を押します。ファイルは端末に取り込んでください。
help-method-not-yet = はじめのファイルをダウンロードするまでは、以前のログイン方法のままです。

help-recovery-codes-title = リカバリーコード
help-recovery-lead = リカバリーコードは、パスワードを再発行するときにご本人を確認する、使い切りのコードです。
help-recovery-first = 最初のリカバリーコードは、認証情報の登録が完了した画面に表示されます。
help-recovery-menu = 残りの数を確かめるとき、作り直すときは、アカウント管理サイトのメニューで「{ menu-recovery }」を押します。
help-recovery-new = 「{ recovery-make }」を押すと、{ $n }個のコードが表示されます。
help-recovery-former = 新しく発行すると、それまでのコードは使えなくなります。
help-recovery-keep = 印刷するか書きとめて、パスワードとは別の安全な場所に保管してください。

help-websites-title = 連携中のWebサイト
help-websites-lead = お客様の情報をお渡ししているWebサイトを確認し、同意を取り消せます。
help-websites-menu = アカウント管理サイトのメニューで「{ menu-websites }」を押します。
help-websites-revoke = 取り消すWebサイトの「{ websites-revoke }」を押します。次にログインするときに、あらためて同意をおたずねします。

help-browsers-title = ログイン中のブラウザ
help-browsers-lead = ご自身のユーザIDでログインしているブラウザを確認し、ログアウトさせることができます。
help-browsers-menu = アカウント管理サイトのメニューで「{ menu-browsers }」を押します。
help-browsers-end = お心当たりのないもの、使い終えたものは、「{ browsers-end }」を押します。
help-browsers-forget = ワンタイムパスワードの入力を省略しているブラウザは、「{ browsers-forget }」を押すと、次回から入力が必要になります。

help-data-title = 登録情報のダウンロード
help-data-lead = お客様について保管している情報を、1つのファイルで受け取れます。
help-data-menu = アカウント管理サイトのメニューで「{ menu-data }」を押します。
help-data-press = 「{ data-download }」を押し、ファイルを保存します。
help-data-without = パスワードや秘密の質問の答えは、ファイルに含まれません。
help-data-without-answer = パスワードは、ファイルに含まれません。

## 電子証明書

help-certificate-download-title = 電子証明書の受け取り
help-certificate-lead = 電子証明書は、端末ごとに1枚ずつ発行されます。ファイルをダウンロードし、端末に取り込んでお使いください。
help-certificate-on-device = 電子証明書を使う端末で、アカウント管理サイトを開きます。
help-certificate-show = 「{ account-download-password }」を書きとめます。表示されていないときは、一覧の下の「{ account-show-passwords }」を押し、もう一度ログインします。
help-certificate-press = 使う端末の「{ certificate-download }」を押し、ファイルを保存します。
help-certificate-not-issued = 「{ certificate-not-issued }」と表示されている端末では、先に「{ certificate-renew }」を押して発行します。
help-certificate-issue = 「{ menu-account }」の一覧で、使う端末の「{ certificate-renew }」を押し、確認の画面で「{ certificate-renew-execute }」を押します。
help-certificate-note-password = 「{ account-download-password }」が表示されます。表示は一度だけですので、書きとめます。
help-certificate-enrolment = 認証情報の登録が完了した画面で、「{ account-download-password }」を書きとめます。
help-certificate-form = 「{ certificate-form }」をお使いの端末に合わせて選び、「{ certificate-download }」を押します。
help-certificate-fetched-once = ファイルをダウンロードできるのは一度だけです。
help-certificate-import = お使いの端末の章に沿って、ファイルを取り込みます。
help-certificate-share = ファイルとダウンロード用パスワードは、ほかの人に渡さないでください。
help-certificate-lost = 端末をなくしたとき、ほかの人に使われたおそれがあるときは、すぐにアカウント管理サイトで失効させるか、サポート窓口へご連絡ください。

help-import-mac-title = 電子証明書の取り込み（macOS）
help-import-mac-lead = macOSでは、電子証明書をキーチェーンに取り込みます。SafariとChromeでお使いいただけます。ファイルの形式は「{ certificate-form-compat }」です。
help-import-mac-open = ダウンロードしたファイルをダブルクリックします。キーチェーンアクセスが開きます。保存先を尋ねられたら「ログイン」を選びます。
help-import-mac-password = 「{ account-download-password }」を入力し、取り込みます。
help-import-mac-use = ログインのときにmacOSがキーチェーンのパスワードを尋ねたら、Macのログインに使うパスワードを入力し、使用を許可します。
help-import-mac-firefox = Firefoxをお使いの方は、「{ help-import-firefox-title }」をご覧ください。
help-import-delete = 取り込みが終わったら、ダウンロードしたファイルを削除してください。

help-import-ios-title = 電子証明書の取り込み（iPhone、iPad）
help-import-ios-lead = iPhoneとiPadでは、電子証明書をプロファイルとして取り込みます。Safariでダウンロードしてください。ファイルの形式は「{ certificate-form-compat }」です。
help-import-ios-open = Safariでファイルをダウンロードし、プロファイルのダウンロードを許可します。
help-import-ios-settings = 「設定」を開き、「プロファイルがダウンロードされました」、または「一般」の「VPNとデバイス管理」から、プロファイルのインストールへ進みます。
help-import-ios-password = 端末のパスコードに続けて、「{ account-download-password }」を入力します。
help-import-ios-use = 「完了」と表示されたら、Safariでログインします。

help-import-windows-title = 電子証明書の取り込み（Windows）
help-import-windows-lead = Windowsでは、電子証明書を個人の証明書ストアに取り込みます。EdgeとChromeでお使いいただけます。ファイルの形式は、Windows 10 バージョン1709以降では「{ certificate-form-modern }」、それより前では「{ certificate-form-compat }」です。
help-import-windows-open = ダウンロードしたファイルをダブルクリックします。証明書のインポートウィザードが開きますので、保存場所に「現在のユーザー」を選びます。
help-import-windows-password = ファイル名を確かめて進み、「{ account-download-password }」を入力します。
help-import-windows-export = 秘密キーをエクスポート可能にする項目は、選ばないでください。
help-import-windows-store = 証明書ストアは自動的に選択するようにし、ウィザードを完了します。
help-import-windows-use = ブラウザをすべて閉じ、開き直してからログインします。

help-import-firefox-title = 電子証明書の取り込み（Firefox）
help-import-firefox-lead = Firefoxは、ほかのブラウザとは別に証明書を管理します。macOSでもWindowsでも、Firefoxに取り込んでください。ファイルの形式は「{ certificate-form-modern }」です。
help-import-firefox-open = 設定の「プライバシーとセキュリティ」で、「証明書を表示」を押します。
help-import-firefox-import = 「あなたの証明書」で「インポート」を押し、ダウンロードしたファイルを選びます。
help-import-firefox-password = 「{ account-download-password }」を入力します。
help-import-firefox-use = 一覧に電子証明書が加わったことを確かめて、ログインします。

help-import-android-title = 電子証明書の取り込み（Android）
help-import-android-lead = Androidでは、電子証明書をユーザー証明書として取り込みます。Chromeでお使いいただけます。ファイルの形式は「{ certificate-form-modern }」です。設定の名前は、機種によって異なる場合があります。
help-import-android-open = ダウンロードしたファイルを開くか、「設定」のセキュリティの項目から証明書のインストールへ進み、ファイルを選びます。種類を尋ねられたら「VPNとアプリユーザー証明書」を選びます。
help-import-android-password = 「{ account-download-password }」を入力します。画面ロックの設定を求められたときは、設定してください。
help-import-android-use = Chromeでログインし、表示された電子証明書を選びます。

help-certificate-renew-title = 電子証明書の更新
help-renew-lead = 電子証明書は、発行から{ $n }日間お使いいただけます。期限が切れる前に更新してください。
help-renew-mail = 期限が近づくと、メールでお知らせします。
help-renew-desk = サポート窓口へ、更新をお申し付けください。
help-renew-press = アカウント管理サイトの「{ menu-account }」で、端末の「{ certificate-renew }」を押し、確認の画面で「{ certificate-renew-execute }」を押します。
help-renew-download = 新しい電子証明書をダウンロードし、端末に取り込みます。
help-renew-former = 更新したら、古い電子証明書は端末から削除してください。

## ログアウト

help-logout-title = ログアウト
help-logout-lead = お使いになったあとは、ログアウトしてください。ほかの人と共用の端末では、とくにお忘れのないようお願いします。
help-logout-press = アカウント管理サイトのメニューの「{ logout }」、またはご利用のWebサイトのログアウトを押します。
help-logout-website = ご利用のWebサイトのログアウトを押します。
help-logout-done = 「{ signed-out-title }」と表示されたら完了です。
help-logout-idle = 操作のない時間が{ $n }分続くと、自動的にログアウトします。
help-logout-sso = 1回のログインで複数のWebサイトをお使いのときは、それぞれのWebサイトでもログアウトしてください。

## docs/manual だけで使うことば

help-manual-title = ログインサービス ご利用の手引き
help-manual-lead = このマニュアルでは、ログインサービスをご利用になる方に、画面に沿って操作をご説明します。画面と数字は見本です。表示される内容は、ご契約によって異なります。
help-manual-own = お客様のご契約にある手続きだけを載せた手引きを、どの画面からも、いちばん下の「{ help-link }」で開けます。
help-manual-mark = 〔契約〕のある手続きや説明は、ご契約によってはご利用いただけません。
help-manual-contract = 〔契約〕
help-manual-picture = 画面：{ $title }（手順{ $n }）
help-manual-previous = 前へ
help-manual-next = 次へ
