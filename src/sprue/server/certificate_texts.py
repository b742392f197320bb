"""The page on which a tablet learns to trust this server's own root certificate."""

_TEXTS = {
    "en": {
        "title": "Trust this server",
        "why": "Sprue speaks HTTPS with a certificate of its own. "
        "Install its root certificate once on each tablet.",
        "get": "Download the root certificate",
        "android": "Android: Settings → Security → Encryption and credentials → "
        "Install a certificate → CA certificate.",
        "ios": "iPad: open the file, then Settings → Profile downloaded → Install; then General → About → "
        "Certificate trust settings → switch it on.",
        "windows": "Windows: open the file → Install certificate → Local machine → "
        "Trusted root certification authorities.",
        "then": "Then open",
        "none": "This server runs without HTTPS, on this computer only: there is nothing to install.",
    },
    "zh-hans": {
        "title": "信任本服务器",
        "why": "Sprue 使用自己的证书提供 HTTPS。每台平板只需安装一次根证书。",
        "get": "下载根证书",
        "android": "安卓：设置 → 安全 → 加密与凭据 → 安装证书 → CA 证书。",
        "ios": "iPad：打开文件，设置 → 已下载描述文件 → 安装；再到 通用 → 关于本机 → 证书信任设置 打开开关。",
        "windows": "Windows：打开文件 → 安装证书 → 本地计算机 → 受信任的根证书颁发机构。",
        "then": "然后打开",
        "none": "本服务器仅在本机以 HTTP 运行，无需安装证书。",
    },
}

_PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · Sprue</title>
<link rel="icon" href="data:,">
<style>
body {{ font: 18px/1.6 "IBM Plex Sans", system-ui, "Microsoft YaHei", sans-serif; color: #1c2733;
  max-width: 46rem; margin: 3rem auto; padding: 0 1.5rem }}
a.get {{ display: inline-block; padding: 1rem 1.6rem; background: #1f5fbf; color: #fff;
  border-radius: .5rem; text-decoration: none }}
li {{ margin: .8rem 0 }}
</style>
</head><body><h1>{title}</h1>{body}</body></html>
"""


def certificate_page(language: str, address: str, *, made: bool) -> str:
    """The page in a language; `address` (escaped) is where to go afterwards."""
    t = _TEXTS["en" if language == "en" else "zh-hans"]
    steps = "".join(f"<li>{t[name]}</li>" for name in ("android", "ios", "windows"))
    body = (
        f'<p>{t["why"]}</p><p><a class="get" href="/certificate/root.crt">{t["get"]}</a></p><ol>{steps}</ol>'
        f'<p>{t["then"]} <a href="{address}">{address}</a></p>'
        if made
        else f"<p>{t['none']}</p>"
    )
    return _PAGE.format(lang="en" if language == "en" else "zh-Hans", title=t["title"], body=body)
