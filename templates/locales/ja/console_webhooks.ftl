### 通知先。

nav-webhooks = 通知先
nav-webhooks-lead = このご契約の出来事を、署名を付けてお客様のサーバに知らせます。
webhook-new = 通知先を追加
webhook-remove = 削除
webhook-url = アドレス
webhook-events = 知らせる出来事
webhook-waiting = 送信待ち
webhook-last = 最後の送信
webhook-all-events = すべて
webhook-url-hint = インターネットから見える、https のアドレスです。
webhook-events-hint = 出来事の名前の先頭を、空白で区切って書きます（例：user. client.）。空欄のときは、すべて知らせます。
webhook-made = 通知先を追加しました
webhook-made-lead = 受け取る側のサーバに、下の鍵を設定してください。署名の確かめに使います。
webhook-secret = 署名の鍵
act-webhook-new = 通知先を追加
act-webhook-new-lead = 出来事があるたびに、このアドレスへ送ります。届かないときは、間をあけて送り直します。
act-webhook-remove = 通知先を削除
act-webhook-remove-lead = この通知先には、もう知らせません。送信待ちのものも送りません。
done-webhook-remove = 通知先を削除しました。
wrong-webhook-address = アドレスは、インターネットから見える https のものにしてください。
wrong-webhook-events = 出来事の名前は、英小文字、数字、点、下線で書きます。
wrong-webhook-too-many = 通知先は20件までです。
