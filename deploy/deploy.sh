#!/usr/bin/env bash
# Deploys the whole platform to Azure: resources by Bicep, images, the Helm release of the cloud, and
# the deployment of the edge to gateways. Running it again changes only what differs.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly here
readonly VERSION=1.0.0
readonly DEPLOYMENT=bactrian
readonly RELEASE=bactrian
readonly PULL_TOKEN=bactrian-gateways
readonly MAVEN=${BACTRIAN_MAVEN:-$here/../mvnw}

command=deploy
what_if=false
all=false
yes=false
images=true
base=true
resource_group=bactrian
location=westeurope
name=bactrian
namespace=bactrian
alert_mail=
administrator=
administrator_type=User
audience=
parameters=
values=
target_condition="tags.bactrian='edge'"
work=

usage() {
  cat <<'USAGE'
Usage: deploy.sh [deploy] [OPTIONS]      everything, in one command
       deploy.sh uninstall [OPTIONS]     the release and the deployment to gateways

  --resource-group NAME     bactrian by default
  --location REGION         region of a resource group that is not there yet, westeurope
  --name NAME               beginning of the names of all resources, bactrian
  --namespace NAME          namespace in Kubernetes, bactrian
  --administrator ID        object id of who may administer; by default whoever is signed in
  --administrator-type TYPE User, Group or ServicePrincipal
  --audience ID             application in Entra ID whose tokens the REST API takes; one is
                            registered by default
  --target-condition TEXT   gateways that get the edge, tags.bactrian='edge'
  --skip-base               these gateways have a base deployment with the edge agent and hub; without
                            this option they get one at priority 0, the edge at priority 10
  --alert-mail ADDRESS      who is told of alerts
  --parameters FILE         JSON file with further parameters of azure/main.bicep, such as sizes
  --values FILE             file with further values of the Helm release, such as its ingress
                            Give both files to each run: what a run is not given gets its default.
  --skip-images             the registry has the images already
  --what-if                 list what would be made; without az, or without a login, from the files
  --all                     with uninstall: delete the resource group with all that is kept in it
  --yes                     with uninstall --all: do not ask
  --help                    this text

It needs az (with a login), helm, kubectl, kubelogin and a JDK. Exit codes: 0 done, 1 failed, 2 wrong options.
USAGE
}

die() {
  echo "deploy: $1" >&2
  exit "${2:-1}"
}

step() {
  echo "== $1"
}

value() {
  # An option in its place would be taken for the value, and --what-if would not be seen.
  if [ $# -lt 2 ] || [ -z "$2" ] || [[ $2 == --* ]]; then
    die "$1 needs a value" 2
  fi
  printf '%s' "$2"
}

# matching OPTION VALUE PATTERN MEANING
matching() {
  [[ $2 =~ ^($3)$ ]] || die "$1 $2 is no $4" 2
}

# require_file OPTION FILE ENDING…: a file of the user, if one is named.
require_file() {
  local option=$1 file=$2 ending
  [ -n "$file" ] || return 0
  if [ ! -f "$file" ] || [ ! -r "$file" ]; then
    die "$option $file is no file that can be read" 2
  fi
  shift 2
  for ending in "$@"; do
    [[ $file != *."$ending" ]] || return 0
  done
  die "$option $file must be a file of type $*" 2
}

parse() {
  while [ $# -gt 0 ]; do
    case "$1" in
      deploy | uninstall) command=$1 ;;
      --resource-group) resource_group=$(value "$@") || exit; shift ;;
      --location) location=$(value "$@") || exit; shift ;;
      --name) name=$(value "$@") || exit; shift ;;
      --namespace) namespace=$(value "$@") || exit; shift ;;
      --administrator) administrator=$(value "$@") || exit; shift ;;
      --administrator-type) administrator_type=$(value "$@") || exit; shift ;;
      --audience) audience=$(value "$@") || exit; shift ;;
      --target-condition) target_condition=$(value "$@") || exit; shift ;;
      --alert-mail) alert_mail=$(value "$@") || exit; shift ;;
      --parameters) parameters=$(value "$@") || exit; shift ;;
      --values) values=$(value "$@") || exit; shift ;;
      --skip-base) base=false ;;
      --skip-images) images=false ;;
      --what-if) what_if=true ;;
      --all) all=true ;;
      --yes) yes=true ;;
      -h | --help) usage; exit 0 ;;
      *) die "unknown argument $1; --help lists all" 2 ;;
    esac
    shift
  done
  if [ "$command" = deploy ] && { $all || $yes; }; then
    die "--all and --yes belong to uninstall" 2
  fi
  require_file --parameters "$parameters" json
  require_file --values "$values" yaml yml json
  matching --resource-group "$resource_group" '[A-Za-z0-9._-]{1,90}' 'name of a resource group'
  matching --location "$location" '[a-z0-9]{3,40}' 'region, such as westeurope'
  matching --name "$name" '[a-z][a-z0-9]{2,9}' 'beginning of names: 3 to 10 lower-case letters and digits'
  matching --namespace "$namespace" '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?' 'name of a namespace'
  matching --administrator-type "$administrator_type" 'User|Group|ServicePrincipal' 'kind of principal'
  matching --administrator "${administrator:-none}" '[A-Za-z0-9-]+' 'object id'
  matching --audience "${audience:-none}" '[A-Za-z0-9:/._-]+' 'application id'
  matching --alert-mail "${alert_mail:-none}" '[A-Za-z0-9.@+_-]+' 'mail address'
}

require_commands() {
  local missing=() tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  [ ${#missing[@]} -eq 0 ] ||
    die "missing commands: ${missing[*]}. Azure's own are installed by 'az aks install-cli' (kubectl, kubelogin); az: https://aka.ms/azure-cli, helm: https://helm.sh/docs/intro/install"
}

require_login() {
  az account show --output none 2>/dev/null || die "az has no login; run 'az login', and 'az account set --subscription ID'"
}

# Resources of the modules of main.bicep, read from the files without any tool.
list_resources() {
  local line module
  while IFS= read -r line; do
    if [[ $line == "module "* ]]; then
      module=${line#module }
      line=${line#*\'}
      list_module "${module%% *}" "$here/azure/${line%%\'*}"
    fi
  done <"$here/azure/main.bicep"
}

# list_module NAME FILE
list_module() {
  local line type
  while IFS= read -r line; do
    if [[ $line == "resource "* && $line != *" existing = "* ]]; then
      type=${line#*\'}
      line=${line#resource }
      echo "would make ${type%%@*} (${line%% *} of $1)"
    fi
  done <"$2"
}

show_what_if() {
  echo "would make resource group $resource_group in $location, unless it is there"
  list_resources
  $images && echo "would build and push bactrian-edge:$VERSION and bactrian-cloud:$VERSION, unless the registry has them"
  [ -n "$audience" ] || echo "would register the application $name-$resource_group in Entra ID, unless it is there"
  echo "would install or upgrade the Helm release $RELEASE in namespace $namespace"
  $base && echo "would deploy the edge agent and hub, at priority 0, to gateways where $target_condition"
  echo "would deploy the edge to gateways where $target_condition"
  if command -v az >/dev/null && az account show --output none 2>/dev/null &&
    [ "$(az group exists --name "$resource_group")" = true ]; then
    step "What Azure says would change in $resource_group"
    find_administrator
    write_parameters "what-if-only-$RANDOM-$RANDOM"
    az deployment group what-if --resource-group "$resource_group" --name "$DEPLOYMENT" \
      --template-file "$here/azure/main.bicep" ${parameters:+--parameters "@$parameters"} \
      --parameters "@$work/parameters.json"
  fi
}

# Secrets go into files that only this user can read, never onto a command line.
make_work_folder() {
  work=$(mktemp -d)
  chmod 700 "$work"
  # Without arguments, so that each exit removes it.
  trap 'rm -rf "$work"' EXIT
  export KUBECONFIG=$work/kubeconfig
}

output() {
  az deployment group show --resource-group "$resource_group" --name "$DEPLOYMENT" \
    --query "properties.outputs.$1.value" --output tsv
}

# Parameters that the script knows. They follow those of the user's file, so they have precedence.
write_parameters() {
  local mail=
  [ -z "$alert_mail" ] || mail=",
    \"alertMail\": { \"value\": \"$alert_mail\" }"
  (
    umask 077
    cat >"$work/parameters.json" <<JSON
{
  "\$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
  "contentVersion": "1.0.0.0",
  "parameters": {
    "name": { "value": "$name" },
    "administratorId": { "value": "$administrator" },
    "administratorType": { "value": "$administrator_type" },
    "databasePassword": { "value": "$1" },
    "kubernetesNamespace": { "value": "$namespace" },
    "serviceAccount": { "value": "$RELEASE" }$mail
  }
}
JSON
  )
}

find_administrator() {
  if [ -z "$administrator" ]; then
    administrator=$(az ad signed-in-user show --query id --output tsv) ||
      die "who is signed in is no user; name an object id with --administrator and --administrator-type"
  fi
}

# The password of a former deployment, or a new one.
database_password() {
  local vault password=
  # Not an output: a deployment that failed has none, while the database and its users go on.
  vault=$(az keyvault list --resource-group "$resource_group" \
    --query "[?starts_with(name, '$name') && ends_with(name, 'kv')].name | [0]" --output tsv) ||
    die "the Key Vaults of $resource_group cannot be listed"
  if [ -n "$vault" ] && ! password=$(az keyvault secret show --vault-name "$vault" \
    --name database-password --query value --output tsv); then
    # A first deployment that failed may have made the vault and no secret yet.
    [ -z "$(output secretsVaultName 2>/dev/null)" ] ||
      die "the password of the database cannot be read from $vault; you need the role Key Vault Secrets Officer there"
  fi
  if [ -z "$password" ]; then
    # With all kinds of characters that the server asks for.
    password=Aa1$(head -c 24 /dev/urandom | base64 | tr '+/' 'Az')
  fi
  printf '%s' "$password"
}

# Vaults of a deleted resource group keep their names for 90 days, and their keys. Those that this
# script has made have its tag and names; others of such a group are somebody else's.
recover_vaults() {
  local vault application id deleted
  deleted=$(az keyvault list-deleted --resource-type vault \
    --query '[].[name, properties.tags.application, properties.vaultId]' --output tsv) ||
    die "the deleted Key Vaults of this subscription cannot be listed"
  while IFS=$'\t' read -r vault application id; do
    id=${id,,}
    if [[ $id == */resourcegroups/"${resource_group,,}"/* && $application == bactrian && $vault =~ ^${name}[a-z0-9]{6}(ca|kv)$ ]]; then
      echo "recovering the deleted vault $vault"
      az keyvault recover --name "$vault" --output none
    fi
  done <<<"$deleted"
}

make_resources() {
  local password
  step "Resource group $resource_group"
  if [ "$(az group exists --name "$resource_group")" != true ]; then
    az group create --name "$resource_group" --location "$location" --tags application=bactrian --output none
    recover_vaults
  fi
  step "Azure resources; the first time takes a quarter of an hour"
  password=$(database_password) || exit
  write_parameters "$password"
  az deployment group create --resource-group "$resource_group" --name "$DEPLOYMENT" \
    --template-file "$here/azure/main.bicep" ${parameters:+--parameters "@$parameters"} \
    --parameters "@$work/parameters.json" --output none
  rm "$work/parameters.json"
}

has_image() {
  az acr repository show --name "$1" --image "$2:$VERSION" --output none 2>/dev/null
}

push_images() {
  local registry server token
  registry=$(output registryName)
  server=$(output registryServer)
  if has_image "$registry" bactrian-edge && has_image "$registry" bactrian-cloud; then
    step "Images are in $server"
    return
  fi
  step "Images to $server"
  token=$(az acr login --name "$registry" --expose-token --query accessToken --output tsv 2>/dev/null)
  mkdir "$work/docker"
  (
    umask 077
    printf '{"auths":{"%s":{"auth":"%s"}}}\n' "$server" \
      "$(printf '00000000-0000-0000-0000-000000000000:%s' "$token" | base64 | tr -d '\n')" \
      >"$work/docker/config.json"
  )
  DOCKER_CONFIG=$work/docker "$MAVEN" -B -ntp -q -f "$here/../pom.xml" package -DskipTests \
    -pl deploy/images -am -Pimages "-Dimage.prefix=$server/"
  rm -r "$work/docker"
}

register_application() {
  if [ -n "$audience" ]; then
    return
  fi
  step "Application $name-$resource_group in Entra ID"
  audience=$(az ad app list --display-name "$name-$resource_group" --query '[0].appId' --output tsv)
  if [ -z "$audience" ] || [ "$audience" = None ]; then
    audience=$(az ad app create --display-name "$name-$resource_group" \
      --app-roles "@$here/azure/app-roles.json" --query appId --output tsv)
    # Tokens of version 2 name the application by its id.
    az ad app update --id "$audience" --set api.requestedAccessTokenVersion=2
    az ad sp create --id "$audience" --output none
  fi
}

write_values() {
  local tenant
  tenant=$(output tenantId)
  cat >"$work/values.yaml" <<YAML
image:
  registry: $(output registryServer)
  tag: "$VERSION"
secrets:
  provider: keyVault
  keyVault:
    name: $(output secretsVaultName)
    tenantId: $tenant
    clientId: $(output cloudClientId)
    secretNames:
      iotHubConnectionString: iot-hub-connection-string
      serviceBusConnectionString: service-bus-connection-string
      eventHubConnectionString: event-hub-connection-string
      databasePassword: database-password
edge:
  enabled: false
cloud:
  keyVaultUrl: $(output keyVaultUrl)
  database:
    url: jdbc:postgresql://$(output databaseHost)/$(output databaseName)?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory
    user: $(output databaseUser)
  oidc:
    issuer: https://login.microsoftonline.com/$tenant/v2.0
    audience: $audience
    keys: https://login.microsoftonline.com/$tenant/discovery/v2.0/keys
YAML
}

cluster_access() {
  az aks get-credentials --resource-group "$resource_group" --name "$(output clusterName)" \
    --file "$KUBECONFIG" --overwrite-existing --only-show-errors
  kubelogin convert-kubeconfig --login azurecli
}

install_release() {
  step "Helm release $RELEASE"
  cluster_access
  write_values
  helm upgrade --install "$RELEASE" "$here/kubernetes/bactrian" --namespace "$namespace" \
    --create-namespace --values "$work/values.yaml" ${values:+--values "$values"} \
    --wait --timeout 15m
  kubectl --namespace "$namespace" get pods
}

# Those that this script has made, of any version; others of such a name are somebody else's.
edge_deployments() {
  az iot edge deployment list --hub-name "$1" --auth-type login \
    --query "[?starts_with(id, 'bactrian-')].id" --output tsv |
    sed -nE '/^bactrian-(base-)?[0-9]+-[0-9]+-[0-9]+-[0-9a-f]{8}$/p'
}

# deployment_id PREFIX FILE: what a deployment holds cannot be changed, so another content or other
# gateways make another deployment.
deployment_id() {
  local digest
  digest=$(printf '%s' "$target_condition" | cat "$2" - | sha256sum)
  printf '%s-%s-%s' "$1" "${VERSION//./-}" "${digest:0:8}"
}

# create_deployment HUB ID PRIORITY FILE [--layered]
create_deployment() {
  az iot edge deployment create --hub-name "$1" --auth-type login --deployment-id "$2" --priority "$3" \
    --target-condition "$target_condition" --content "$4" "${@:5}" --output none
}

# Password with which gateways pull the image, and no other; a new one each time.
pull_password() {
  az acr token create --name "$PULL_TOKEN" --registry "$(output registryName)" \
    --repository bactrian-edge content/read --query 'credentials.passwords[0].value' \
    --output tsv --only-show-errors || die "no token of the registry can be made for gateways"
}

# with_credentials FILE SERVER PASSWORD
with_credentials() {
  local text
  text=$(<"$1")
  text=${text//\"REGISTRY\"/\"$2\"}
  text=${text//\"USER\"/\"$PULL_TOKEN\"}
  printf '%s\n' "${text//\"PASSWORD\"/\"$3\"}"
}

# deploy_base HUB SERVER ID FORMER
deploy_base() {
  local password
  if grep -qx "$3" <<<"$4"; then
    return
  fi
  password=$(pull_password) || exit
  (
    umask 077
    with_credentials "$here/iot-edge/base-deployment.json" "$2" "$password" >"$work/base-deployment.json"
  )
  create_deployment "$1" "$3" 0 "$work/base-deployment.json"
  rm "$work/base-deployment.json"
}

deploy_edges() {
  local hub server base_id='' id former
  hub=$(output iotHubName)
  server=$(output registryServer)
  step "The edge to gateways where $target_condition"
  az extension add --name azure-iot --upgrade --only-show-errors --output none
  former=$(edge_deployments "$hub")
  # A layered deployment adds to a base of lower priority, so the base comes first.
  if $base; then
    with_credentials "$here/iot-edge/base-deployment.json" "$server" '' >"$work/base-deployment.json"
    base_id=$(deployment_id bactrian-base "$work/base-deployment.json")
    deploy_base "$hub" "$server" "$base_id" "$former"
  fi
  sed "s|\"image\": \"bactrian-edge:|\"image\": \"$server/bactrian-edge:|" \
    "$here/iot-edge/layered-deployment.json" >"$work/layered-deployment.json"
  id=$(deployment_id bactrian "$work/layered-deployment.json")
  if ! grep -qx "$id" <<<"$former"; then
    create_deployment "$hub" "$id" 10 "$work/layered-deployment.json" --layered
  fi
  delete_deployments "$hub" "$former" "$id" "$base_id"
}

# delete_deployments HUB IDS [KEEP…]
delete_deployments() {
  local id
  while read -r id; do
    if [ -n "$id" ] && [[ " ${*:3} " != *" $id "* ]]; then
      az iot edge deployment delete --hub-name "$1" --auth-type login --deployment-id "$id"
    fi
  done <<<"$2"
}

# Gateways pull with it; a later deployment makes a new one.
delete_pull_token() {
  local registry
  registry=$(output registryName)
  if az acr token show --name "$PULL_TOKEN" --registry "$registry" --output none 2>/dev/null; then
    az acr token delete --name "$PULL_TOKEN" --registry "$registry" --yes
  fi
}

deploy() {
  if $what_if; then
    show_what_if
    return
  fi
  require_commands az helm kubectl kubelogin sha256sum
  ! $images || require_commands java
  require_login
  find_administrator
  make_resources
  $images && push_images
  register_application
  install_release
  deploy_edges
  step "Done"
  echo "IoT Hub $(output iotHubName); applications get tokens for $audience"
  echo "Gateways: see docs/deploy-iot-edge.md; roles and tokens: docs/deploy-azure.md; REST API, after az aks get-credentials --resource-group $resource_group --name $(output clusterName): kubectl --namespace $namespace port-forward service/bactrian-cloud 9080, or an ingress (docs/deploy.md)"
}

uninstall() {
  local hub
  if $what_if; then
    echo "would uninstall the Helm release $RELEASE in namespace $namespace"
    echo "would delete the deployments to gateways that this script has made, base and layered, and their token of the registry"
    if $all; then
      echo "would delete resource group $resource_group with identities, database, keys and all else"
      echo "would delete the application $name-$resource_group in Entra ID"
    else
      echo "would leave resource group $resource_group; --all deletes it"
    fi
    return
  fi
  require_commands az
  $all || require_commands helm kubectl kubelogin
  require_login
  if [ "$(az group exists --name "$resource_group")" != true ]; then
    echo "There is no resource group $resource_group."
    return
  fi
  if $all && ! $yes; then
    printf 'Delete resource group %s with identities, database and keys? Type its name: ' "$resource_group"
    read -r answer || answer=
    [ "$answer" = "$resource_group" ] || die "nothing was deleted"
  fi
  # With the group go its hub and its cluster, which may be out of order.
  if $all; then
    step "Resource group $resource_group"
    az group delete --name "$resource_group" --yes
    delete_application
    return
  fi
  hub=$(output iotHubName 2>/dev/null) || hub=
  if [ -z "$hub" ]; then
    echo "Resource group $resource_group holds no finished deployment; --all deletes the group."
  else
    step "Deployments to gateways"
    az extension add --name azure-iot --upgrade --only-show-errors --output none
    delete_deployments "$hub" "$(edge_deployments "$hub")"
    delete_pull_token
    step "Helm release $RELEASE"
    cluster_access
    helm uninstall "$RELEASE" --namespace "$namespace" --ignore-not-found --wait
  fi
}

delete_application() {
  local application
  application=$(az ad app list --display-name "$name-$resource_group" --query '[0].appId' --output tsv)
  if [ -n "$application" ] && [ "$application" != None ]; then
    az ad app delete --id "$application"
  fi
}

parse "$@"
make_work_folder
"$command"
