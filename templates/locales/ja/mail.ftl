### お客様にお送りするメール。

mail-at = 日時
mail-expires = 有効期限

mail-login-code-subject = 【{ $tenant }】ワンタイムパスワードのお知らせ（照合番号 { $reference }）
mail-login-code-lead = ログインに使うワンタイムパスワードをお知らせします。
mail-login-code-label = ワンタイムパスワード
mail-login-code-use = 画面の照合番号がこのメールと同じであることを確かめてから、ログイン画面に入力してください。
mail-login-code-never = 電話やメールなどで、このワンタイムパスワードをお尋ねすることは一切ありません。どなたにも教えないでください。
mail-login-code-stranger = お心当たりがないときは、第三者がお客様のパスワードを知っているおそれがあります。サポート窓口へご連絡ください。

mail-password-changed-subject = 【{ $tenant }】パスワード変更のお知らせ
mail-password-changed-lead = お客様のパスワードが変更されました。
mail-password-changed-next = ご自身で変更された場合、お手続きは必要ありません。お心当たりがないときは、すぐにサポート窓口へご連絡ください。

mail-account-locked-subject = 【{ $tenant }】アカウントロックのお知らせ
mail-account-locked-lead = 入力誤りが続いたため、お客様のアカウントをロックしました。
mail-account-locked-next = 解除をご希望のとき、またはお心当たりがないときは、サポート窓口へご連絡ください。
mail-account-locked-lead-answers = 秘密の質問とその答えの入力誤りが続いたため、お客様のアカウントをロックしました。

mail-before = 変更前
mail-after = 変更後
mail-if-not-you = ご自身の操作でしたら、お手続きは必要ありません。お心当たりがないときは、すぐにサポート窓口へご連絡ください。

mail-enrolment-address-subject = 【{ $tenant }】認証情報登録のご案内
mail-enrolment-address-lead = ログインに使う認証情報のご登録をお願いいたします。次のアドレスを開くと、登録を始められます。
mail-enrolment-address-next = 登録にはワンタイムパスワードも必要です。このメールとは別にお届けします。

mail-enrolment-code-subject = 【{ $tenant }】認証情報登録用ワンタイムパスワードのお知らせ
mail-enrolment-code-lead = 認証情報の登録に使うワンタイムパスワードをお知らせします。
mail-enrolment-code-next = 別にお届けした登録用のアドレスを開き、画面に入力してください。{ $tries }回誤って入力されますと、登録の受付を終了します。

mail-address-code-subject = 【{ $tenant }】メールアドレスの確認（照合番号 { $reference }）
mail-address-code-lead = このメールアドレスを端末情報に登録するための確認コードをお知らせします。
mail-address-code-label = 確認コード
mail-address-code-next = 画面の照合番号がこのメールと同じであることを確かめてから、確認コードを入力してください。
mail-address-code-never = 電話やメールなどで、この確認コードをお尋ねすることは一切ありません。どなたにも教えないでください。
mail-address-code-stranger = お心当たりがないときは、このメールを破棄してください。確認コードが入力されないかぎり、登録されることはありません。

mail-device-added-subject = 【{ $tenant }】端末追加のお知らせ
mail-device-added-lead = お客様のアカウントに端末が追加されました。
mail-device-changed-subject = 【{ $tenant }】端末情報変更のお知らせ
mail-device-changed-lead = 登録されている端末のメールアドレスが変更されました。
mail-device-deleted-subject = 【{ $tenant }】端末削除のお知らせ
mail-device-deleted-lead = お客様のアカウントから端末が削除されました。
mail-question-changed-subject = 【{ $tenant }】秘密の質問・答え変更のお知らせ
mail-question-changed-lead = 秘密の質問と答えが変更されました。

mail-method-changed-subject = 【{ $tenant }】ログイン方法変更のお知らせ
mail-method-changed-lead = お客様のログイン方法が変更されました。
mail-method-changed-undo = { $until } までは、次のアドレスから元のログイン方法に戻せます。
mail-method-undone-subject = 【{ $tenant }】ログイン方法変更の取り消しのお知らせ
mail-method-undone-lead = ログイン方法の変更を取り消し、元のログイン方法に戻しました。
mail-method-undone-next = 安全のため、ログイン中のブラウザはすべてログアウトしました。

mail-certificate-issued-subject = 【{ $tenant }】電子証明書発行のお知らせ
mail-certificate-issued-lead = お客様の端末に電子証明書を発行しました。
mail-certificate-revoked-subject = 【{ $tenant }】電子証明書失効のお知らせ
mail-certificate-revoked-lead = お客様の端末の電子証明書を失効させました。
mail-certificate-revoked-next = この電子証明書では、今後ログインできません。
mail-certificate-expiring-subject = 【{ $tenant }】電子証明書の有効期限のお知らせ（あと{ $days }日）
mail-certificate-expiring-lead = 電子証明書の有効期限まで、あと{ $days }日です。
mail-certificate-expiring-next = 期限を過ぎるとログインできなくなります。アカウント管理を開き、お早めに更新してください。

mail-password-expiring-subject = 【{ $tenant }】パスワードの有効期限のお知らせ（あと{ $days }日）
mail-password-expiring-lead = パスワードの有効期限まで、あと{ $days }日です。
mail-password-expiring-next = アカウント管理から新しいパスワードに変更できます。変更されない場合は、期限を過ぎた最初のログインのときに変更していただきます。

mail-reissue-link-subject = 【{ $tenant }】パスワード再発行手順のご案内
mail-reissue-link-lead = パスワード再発行のお申し込みを受け付けました。次のアドレスを開き、画面に沿ってお進みください。
mail-reissue-link-next = このアドレスを使えるのは一度だけです。あらためてお申し込みになると、先のアドレスは使えなくなります。
mail-reissue-link-stranger = お心当たりがないときは、何もなさらないでください。パスワードは変わりません。

mail-temporary-password-made-subject = 【{ $tenant }】仮パスワード発行のお知らせ
mail-temporary-password-made-lead = お申し込みにより、仮のパスワードを発行しました。
mail-temporary-password-made-next = これまでのパスワードは使えなくなり、ログイン中のブラウザはすべてログアウトしました。
mail-password-reissued-subject = 【{ $tenant }】パスワード再設定のお知らせ
mail-password-reissued-lead = パスワード再発行の手続きにより、新しいパスワードが登録されました。
mail-password-reissued-next = 安全のため、ログイン中のブラウザはすべてログアウトしました。

mail-recovery-codes-made-subject = 【{ $tenant }】リカバリーコード発行のお知らせ
mail-recovery-codes-made-lead = 新しいリカバリーコードを発行しました。
mail-recovery-codes-made-next = 以前のリカバリーコードは使えなくなりました。
mail-recovery-code-used-subject = 【{ $tenant }】リカバリーコード使用のお知らせ
mail-recovery-code-used-lead = リカバリーコードが1つ使われました。
mail-recovery-code-used-next = 残りが少なくなりましたら、アカウント管理で新しいリカバリーコードを発行してください。
mail-recovery-left = 残りの数

mail-new-browser-subject = 【{ $tenant }】新しいブラウザからのログインのお知らせ
mail-new-browser-lead = これまでにお使いでないブラウザからログインがありました。
mail-new-browser-next = アカウント管理のログイン履歴で、くわしい記録をご覧いただけます。

mail-lock-release-subject = 【{ $tenant }】アカウントロック解除のご案内
mail-lock-release-lead = アカウントがロックされています。ご自身で解除されるときは、次のアドレスを開いてお進みください。
mail-lock-release-next = このアドレスを使えるのは一度だけです。
mail-lock-release-stranger = 入力誤りにお心当たりがないときは、ほかの方がログインを試みたおそれがあります。サポート窓口へご連絡ください。

mail-desk-not-me-subject = 【{ $tenant }】お心当たりのないログインの申告（{ $login }）
mail-desk-not-me-lead = ご利用者から、お心当たりのないログインがあるとの申告がありました。
mail-desk-not-me-next = このご利用者のログインはすべて終了し、次回のログインでパスワードの変更が必要です。ログイン履歴を確認し、ご利用者へ連絡してください。
mail-enrolment-closed-subject = 【{ $tenant }】認証情報登録の受付終了（{ $login }）
mail-enrolment-closed-lead = ワンタイムパスワードの入力誤りが続いたため、認証情報登録の受付を終了しました。
mail-enrolment-closed-next = ご本人であることを確かめたうえで、登録のご案内をあらためて発行してください。

mail-not-me-subject = 【{ $tenant }】すべてのブラウザからログアウトしました
mail-not-me-lead = お心当たりのないログインのお申し出により、すべてのブラウザからログアウトし、サポート窓口へお知らせしました。
mail-not-me-next = 次のログインのときに、新しいパスワードをお決めください。
mail-desk-not-me-from = 申告元のIPアドレス
