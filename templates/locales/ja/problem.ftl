### うまくいかないときのことば。problem-* の名は data-problem の語に対応する。

problem-required = { $field }を入力してください。
problem-wrong-credentials = ユーザID、パスワード、ワンタイムパスワードのいずれかが正しくありません。入力内容をご確認のうえ、もう一度お試しください。
problem-try-later =
    { $seconds ->
        [0] 続けて操作することができません。しばらくお待ちになってから、もう一度お試しください。
       *[other] 恐れ入りますが、{ $seconds }秒ほどお待ちになってから、もう一度お試しください。
    }
problem-account-locked = アカウントがロックされています。サポート窓口へご連絡ください。

problem-code-mismatch = ワンタイムパスワードが一致しません。お手元のご案内をご確認ください。
problem-code-expired = ワンタイムパスワードの有効期限が切れました。「再送信」を押して、新しいものをお受け取りください。
problem-too-many-mails = メールの送信回数が上限に達しました。しばらくお待ちになってから、もう一度お試しください。

problem-password-expired = パスワードの有効期限が過ぎています。新しいパスワードを登録すると、ログインを続けられます。
problem-password-temporary = 仮のパスワードでログインされました。ご自身で決めた新しいパスワードを登録してください。
problem-password-reset = パスワードの変更が必要です。ご自身で決めた新しいパスワードを登録してください。
problem-password-reused = 以前に使用したパスワードは登録できません。別のパスワードを入力してください。
problem-password-mismatch = 2つの欄のパスワードが異なります。同じものを入力してください。
problem-password-too-short =
    { $n ->
        [0] パスワードが短すぎます。条件にある文字数で入力してください。
       *[other] パスワードが短すぎます。{ $n }文字以上で入力してください。
    }
problem-password-too-long =
    { $n ->
        [0] パスワードが長すぎます。条件にある文字数で入力してください。
       *[other] パスワードが長すぎます。{ $n }文字以下で入力してください。
    }
problem-password-characters = 使用できない文字が含まれています。条件にある文字だけで入力してください。
problem-password-classes = 条件にある種類の文字を、それぞれ1文字以上含めてください。
problem-password-contains-id = ユーザIDやメールアドレスを含むパスワードは登録できません。
problem-password-common = 推測されやすいパスワードのため登録できません。別のパスワードを入力してください。

problem-finished = このログインの手続きはすでに終わっています。ご利用のWebサイトの画面に戻って、そのままお使いください。
problem-expired = 操作のない時間が続いたため、安全のためにログインの手続きを終了しました。
problem-other-browser = このログインは、別のブラウザで始められました。はじめに使っていたブラウザでは、そのまま続けられます。
problem-no-cookie = ブラウザの設定でCookieが無効になっている可能性があります。Cookieを有効にしてから、やり直してください。
problem-no-method = 登録されているログイン方法は、現在ご利用いただけません。サポート窓口へお問い合わせください。
problem-no-device = ワンタイムパスワードをお送りするメールアドレスが登録されていません。サポート窓口へお問い合わせください。

problem-bad-request = 受け取った内容を読み取れませんでした。前の画面に戻って、もう一度お試しください。
problem-forbidden = この操作は受け付けられませんでした。ページの表示から時間がたっているときは、前の画面を開き直してお試しください。
problem-not-found = アドレスが変わったか、入力に誤りがある可能性があります。
problem-method-not-allowed = このアドレスは、直接開いてお使いいただくものではありません。
problem-too-large = 送信された内容が大きすぎるため、受け付けられませんでした。
problem-too-many = 短い時間に操作が重なったため、受け付けられませんでした。しばらくお待ちになってから、もう一度お試しください。
problem-busy = ただいまアクセスが集中しています。少し時間をおいて、もう一度お試しください。
problem-broken = サービスに問題が起き、処理を完了できませんでした。時間をおいて、もう一度お試しください。

problem-unknown-client = このWebサイトは登録されていないため、ログインを始められません。
problem-unregistered-redirect-uri = ログイン後の戻り先が登録されていないため、ログインを始められません。
problem-missing-redirect-uri = ログイン後の戻り先が指定されていないため、ログインを始められません。
problem-repeated-parameter = Webサイトから届いた内容に重複があるため、ログインを始められません。
problem-unknown-tenant = ご契約が見つかりません。アドレスをご確認ください。

failure-title-not-found = ページが見つかりません
failure-title-method-not-allowed = このページは開けません
failure-title-bad-request = 処理できませんでした
failure-title-forbidden = 受け付けられませんでした
failure-title-too-large = 内容が大きすぎます
failure-title-too-many = しばらくお待ちください
failure-title-busy = 混み合っています
failure-title-broken = 問題が発生しました
failure-way-on = 解決しないときは、ご利用のWebサイトに戻ってやり直すか、次の受付番号を添えてサポート窓口へお問い合わせください。
failure-request-number = 受付番号

problem-code-exhausted = 入力誤りが続いたため、このワンタイムパスワードは使えなくなりました。新しいものをお受け取りください。
problem-answer-mismatch = 質問とその答えが一致しません。入力内容をご確認ください。
problem-answer-too-short = 答えが短すぎます。もう少し長い答えを入力してください。
problem-answer-is-question = 質問と同じ内容は、答えとして登録できません。
problem-answer-is-login-name = ユーザIDは、答えとして登録できません。
problem-answer-common = 推測されやすい答えのため登録できません。別の答えを入力してください。
problem-unknown-question = 秘密の質問を一覧から選んでください。
problem-bad-address = メールアドレスの形式が正しくありません。入力内容をご確認ください。
problem-address-mismatch = 2つの欄のメールアドレスが異なります。同じものを入力してください。
problem-address-not-possible = このメールアドレスは登録できません。別のメールアドレスを入力するか、サポート窓口へご連絡ください。
problem-address-taken = このメールアドレスは、すでに登録されています。別のメールアドレスを入力してください。
problem-too-many-devices = 登録できる端末の数が上限に達しています。お使いでない端末を削除してから、追加してください。
problem-last-device = 現在のログイン方法には端末が必要なため、最後の1つは削除できません。
problem-same-method = 現在のログイン方法と同じものが選ばれています。別の方法を選んでください。
problem-recovery-mismatch = リカバリーコードが一致しないか、すでに使われています。入力内容をご確認ください。
problem-certificate-missing = 電子証明書が送られませんでした。証明書を取り込んだ端末で、もう一度お試しください。
problem-certificate-refused = この電子証明書はお使いいただけません。別の証明書を選んでください。
problem-certificate-expired = 電子証明書の有効期限が切れています。サポート窓口へご連絡ください。
problem-certificate-revoked = この電子証明書は失効しています。新しい証明書を選んでください。
problem-certificate-unknown = この電子証明書は登録されていません。お客様に発行された証明書を選んでください。
problem-certificate-foreign = この電子証明書は、入力されたユーザIDのものではありません。お客様ご自身の証明書を選んでください。
problem-certificate-not-fetched = 電子証明書のファイルがダウンロードされなかったため、ログイン方法は変わっていません。変更するときは、もう一度お選びください。
problem-csr-malformed = 証明書署名要求を読み取れませんでした。はじめの行から終わりの行まで貼り付けてください。
problem-csr-weak-key = 鍵の種類または長さが、条件を満たしていません。鍵を作り直してください。
problem-csr-bad-signature = 証明書署名要求の署名を確認できませんでした。要求を作り直してください。
problem-link-used = このアドレスの手続きは、すでに終わっています。
problem-link-expired = 安全のため、アドレスを使える時間には限りがあります。
problem-link-superseded = あとからお送りしたアドレスが有効です。最新のメールをご確認ください。
problem-link-closed = 入力誤りが続いたため、このアドレスでの受付を終了しました。
problem-link-unknown = アドレスの一部が欠けている可能性があります。メールのアドレスを、はじめから終わりまでご確認ください。
problem-user-code = このコードは確認できません。機器の画面をご確認のうえ、もう一度入力してください。時間がたっているときは、機器で新しいコードを表示してください。
