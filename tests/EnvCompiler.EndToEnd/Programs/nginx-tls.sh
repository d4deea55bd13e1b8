. "$(dirname "$0")/common.sh"
certificate
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
# The authority is not one that the root trusts, and curl must say so (CURLE_PEER_FAILED_VERIFICATION).
code=0
curl -s "https://localhost:$port/" || code=$?
[ $code = 60 ]
echo refused
