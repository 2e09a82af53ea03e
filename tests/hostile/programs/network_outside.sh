# Calls addresses outside: a resolver, the cloud's metadata, the engine's bridge.
#: ends completed
attack public-resolver metadata-service docker-bridge
wget -T 2 -O - http://169.254.169.254/latest/meta-data/ 2>/dev/null && echo BREACH metadata
nslookup example.com >/dev/null 2>&1 && echo BREACH name service
true
