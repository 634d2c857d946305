# Functions for the guides of this folder. Source it in bash, in the folder where the demo was started:
#   . docs/rest.sh
# It needs curl 7.76 or newer.

CLOUD=http://localhost:9080
EDGE=https://localhost:9072
DATA=${BACTRIAN_DATA:-.bactrian}
T=$(./bactrian token --role administer)

# Calls the cloud, and fails when it answers with an error: api URL, api -X POST URL -d BODY
api() {
  local status=0
  curl -s --fail-with-body -H "Authorization: Bearer $T" -H "Content-Type: application/json" "$@" || status=$?
  echo
  return $status
}

# Follows a stream of Server-Sent Events of the cloud: live URL
live() { curl -sN -H "Authorization: Bearer $T" "$@"; }

# Calls the HTTP API of the edge, and fails when it answers with an error: edge PATH BODY
edge() {
  local status=0
  curl -s --fail-with-body --cacert "$DATA/http/server.crt" \
    -H "Authorization: ApiKey $(cat "$DATA/http/api-key")" \
    -H "Content-Type: application/json" "$EDGE/v2/$1" -d "$2" || status=$?
  echo
  return $status
}

# Prints the first member of a name in JSON text: api … | field id
field() { grep -o "\"$1\":\"[^\"]*" | head -1 | cut -d'"' -f4; }

# Prints the id of the demo's endpoint with a security mode: endpoint None
endpoint() { api -X POST $CLOUD/registry/v2/endpoints/query -d "{\"securityMode\": \"$1\"}" | field id; }

# Calls an API again and again until the answer has a text: wait_for TEXT URL
wait_for() { until api "$2" | grep -q "$1"; do sleep 0.5; done; }
