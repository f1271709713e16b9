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
