. "$(dirname "$0")/common.sh"
[ -e server.pem ] || certificate
mkdir page && echo 'served over TLS' >page/index.html
# Workers of an nginx that uid 0 starts are another user, who must be able to read the page.
chmod 755 . page && chmod 644 page/index.html
cat >nginx.conf <<CONF
$([ "$(id -u)" != 0 ] || echo user www-data\;)
pid $PWD/nginx.pid;
error_log stderr;
events {}
http {
  access_log off;
  server {
    listen 127.0.0.1:$port ssl;
    ssl_certificate $PWD/server.pem;
    ssl_certificate_key $PWD/server.key;
    root $PWD/page;
  }
}
CONF
nginx -c "$PWD/nginx.conf" -g 'daemon off;' &
server=$!
answers listens
curl -sS --cacert authority.pem "https://localhost:$port/"
# Without naming the authority: 60 (CURLE_PEER_FAILED_VERIFICATION) unless the root trusts it.
code=0
curl -s -o /dev/null "https://localhost:$port/" || code=$?
echo "curl ends with $code"
