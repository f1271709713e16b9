### 署名鍵。

nav-keys = 署名鍵
nav-keys-lead = Webサイトに渡すトークンに署名する鍵です。予定に沿って自動で交換されます。
key-rotate = 鍵を交換
key-kid = 鍵の番号
key-algorithm = 方式
key-from = 使い始め
key-until = 公開の終わり
key-jwks = 公開鍵のアドレス
key-signing = 署名鍵
key-is-next = 次の鍵
key-is-current = 使用中
key-is-retired = 使用終了（確認用に公開中）
key-is-gone = 公開終了
key-rotate-how = 交換のしかた
key-rotate-soon = 予定に沿って
key-rotate-urgent = すぐに（鍵が漏れたおそれがあるとき）
act-key-rotate = 鍵を交換
act-key-rotate-lead = 「予定に沿って」では、時期の来た鍵だけが替わります。「すぐに」では新しい鍵でいますぐ署名を始めます。すでに渡したトークンは、期限まで使えます。
done-key-rotate = 鍵の交換を行いました。
