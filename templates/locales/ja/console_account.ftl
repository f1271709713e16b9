### 利用者のユーザID・メールアドレスの変更と、削除。

act-rename = ユーザIDを変更
act-rename-lead = 次のログインから、新しいユーザIDになります。誤りの回数とロックは引き継がれます。必ずご本人にお伝えください。
rename-after = 新しいユーザID
act-addresses = メールアドレスを変更
act-addresses-lead = ワンタイムパスワードとお知らせの宛先です。空欄にしたものは削除され、その端末の電子証明書は失効します。残るメールアドレスと削除するメールアドレスには、変更をお知らせします。
act-remove = 利用者を削除
act-remove-lead = この利用者と、メールアドレス・電子証明書・履歴・同意をすべて削除し、ログイン中のブラウザをログアウトさせます。元には戻せません。操作の記録は残ります。
remove-confirm = 削除するユーザID
remove-confirm-hint = 確認のため、削除する利用者のユーザIDを入力してください。
done-rename = ユーザIDを変更しました。
done-addresses = メールアドレスを変更しました。
done-remove = 利用者を削除しました。
wrong-not-this-user = ユーザIDが、削除する利用者のものと違います。
