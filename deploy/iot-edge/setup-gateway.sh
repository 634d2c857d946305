#!/usr/bin/env bash
# Makes a gateway of this Debian or Ubuntu machine: installs IoT Edge 1.6 and a container engine,
# prepares the folders that deployment.json mounts, and provisions the device. Running it again
# changes only what differs.
set -euo pipefail

readonly IOT_EDGE_VERSION=1.6
readonly AGENT_IMAGE=mcr.microsoft.com/azureiotedge-agent:1.6
readonly PACKAGES=https://packages.microsoft.com/config
readonly DPS_ENDPOINT=https://global.azure-devices-provisioning.net

# Users in the containers, which own the folders that they mount.
readonly EDGE_UID=${EDGE_UID:-65532}
readonly EDGE_HUB_UID=${EDGE_HUB_UID:-13623}

# All files are written below this folder; tests set it.
readonly ROOT=${GATEWAY_ROOT:-}

command=install
what_if=false
purge=false
connection_string_file=
scope_id=
registration_id=
symmetric_key_file=
certificate=
private_key=

usage() {
  cat <<'USAGE'
Usage: setup-gateway.sh [install] PROVISIONING [--what-if]
       setup-gateway.sh uninstall [--purge] [--what-if]

PROVISIONING is one of
  --connection-string-file FILE           file with the connection string of the IoT Edge device
  --scope-id ID --registration-id ID --symmetric-key-file FILE
                                          Device Provisioning Service with a symmetric key
  --scope-id ID --certificate FILE --private-key FILE
                                          Device Provisioning Service with an X.509 certificate

  --what-if   list what would be changed, and change nothing; needs no rights, and reads no secret
  --purge     with uninstall: delete published nodes, certificates and undelivered telemetry, too
  --help      this text

Secrets are read from files and never from the command line, which other users of the machine see.
Exit codes: 0 done, 1 failed, 2 wrong options.
USAGE
}

die() {
  echo "setup-gateway: $1" >&2
  exit "${2:-1}"
}

say() {
  if $what_if; then
    echo "would $1"
  else
    echo "$1"
  fi
}

# run TEXT COMMAND…: tells what it does, and does it unless nothing is to be changed.
run() {
  say "$1"
  shift
  $what_if || "$@"
}

value() {
  # An option in its place would be taken for the value, and --what-if would not be seen.
  if [ $# -lt 2 ] || [ -z "$2" ] || [[ $2 == --* ]]; then
    die "$1 needs a value" 2
  fi
  printf '%s' "$2"
}

parse() {
  while [ $# -gt 0 ]; do
    case "$1" in
      install | uninstall) command=$1 ;;
      --connection-string-file) connection_string_file=$(value "$@") || exit; shift ;;
      --scope-id) scope_id=$(value "$@") || exit; shift ;;
      --registration-id) registration_id=$(value "$@") || exit; shift ;;
      --symmetric-key-file) symmetric_key_file=$(value "$@") || exit; shift ;;
      --certificate) certificate=$(value "$@") || exit; shift ;;
      --private-key) private_key=$(value "$@") || exit; shift ;;
      --what-if) what_if=true ;;
      --purge) purge=true ;;
      -h | --help) usage; exit 0 ;;
      *) die "unknown argument $1; --help lists all" 2 ;;
    esac
    shift
  done
  if [ "$command" = install ] && $purge; then
    die "--purge belongs to uninstall" 2
  fi
  if [ -n "$connection_string_file" ] && [ -n "$scope_id$registration_id$symmetric_key_file$certificate$private_key" ]; then
    die "--connection-string-file and the Device Provisioning Service are two ways; choose one" 2
  fi
  if [ -n "$symmetric_key_file" ] && [ -n "$certificate$private_key" ]; then
    die "a symmetric key and a certificate are two ways; choose one" 2
  fi
}

# require_file FILE MESSAGE: with --what-if a file that only root can read, or see, will do.
require_file() {
  if $what_if; then
    [ -e "$1" ] || [ ! -x "$(dirname "$1")" ] || die "$2" 2
  else
    [ -r "$1" ] || die "$2" 2
  fi
}

# secret FILE PATTERN NAME: the only line of a file, which must look like what it should be. It is not
# read with --what-if, which needs no rights.
secret() {
  local text
  require_file "$1" "$1 cannot be read; it should hold the $3"
  if $what_if; then
    return
  fi
  text=$(tr -d '\r\n' <"$1")
  [[ $text =~ $2 ]] || die "$1 does not hold a $3" 2
  printf '%s' "$text"
}

require_name() {
  [[ $2 =~ ^[A-Za-z0-9._:-]{1,128}$ ]] || die "$1 $2 has other characters than letters, digits and . _ : -" 2
}

require_path() {
  [[ $2 =~ ^/[A-Za-z0-9._/@+-]+$ ]] ||
    die "$1 must be an absolute path of letters, digits and . _ / @ + -, since it becomes a URI" 2
  require_file "$2" "$2 cannot be read"
}

# The whole of /etc/aziot/config.toml.
configuration() {
  local text key
  echo '# Written by setup-gateway.sh'
  echo '[provisioning]'
  if [ -n "$connection_string_file" ]; then
    text=$(secret "$connection_string_file" \
      '^HostName=[A-Za-z0-9.-]+;DeviceId=[^;"\\]+;SharedAccessKey=[A-Za-z0-9+/]+=*$' \
      "connection string of an IoT Edge device") || exit
    printf 'source = "manual"\nconnection_string = "%s"\n' "$text"
  elif [ -n "$scope_id" ]; then
    require_name --scope-id "$scope_id"
    printf 'source = "dps"\nglobal_endpoint = "%s"\nid_scope = "%s"\n' "$DPS_ENDPOINT" "$scope_id"
    echo
    echo '[provisioning.attestation]'
    if [ -n "$symmetric_key_file" ]; then
      [ -n "$registration_id" ] || die "--symmetric-key-file needs --registration-id" 2
      require_name --registration-id "$registration_id"
      key=$(secret "$symmetric_key_file" '^[A-Za-z0-9+/]{40,}=*$' "symmetric key in Base64") || exit
      printf 'method = "symmetric_key"\nregistration_id = "%s"\nsymmetric_key = { value = "%s" }\n' \
        "$registration_id" "$key"
    elif [ -n "$certificate" ] && [ -n "$private_key" ]; then
      require_path --certificate "$certificate"
      require_path --private-key "$private_key"
      printf 'method = "x509"\nidentity_cert = "file://%s"\nidentity_pk = "file://%s"\n' \
        "$certificate" "$private_key"
    else
      die "--scope-id needs --symmetric-key-file, or --certificate with --private-key" 2
    fi
  else
    die "say how the device is provisioned; --help lists the ways" 2
  fi
  echo
  echo '[agent]'
  echo 'name = "edgeAgent"'
  echo 'type = "docker"'
  echo
  echo '[agent.config]'
  printf 'image = "%s"\n' "$AGENT_IMAGE"
}

# Sets distribution and release; others than those that IoT Edge supports are refused.
detect_system() {
  local file=$ROOT/etc/os-release
  [ -r "$file" ] || die "$file is missing; this script is for Debian and Ubuntu"
  distribution=$(sed -n 's/^ID=//p' "$file" | tr -d '"')
  release=$(sed -n 's/^VERSION_ID=//p' "$file" | tr -d '"')
  case "$distribution $release" in
    "debian 12" | "ubuntu 22.04" | "ubuntu 24.04") ;;
    *) die "IoT Edge $IOT_EDGE_VERSION has no packages for $distribution $release; use Debian 12, Ubuntu 22.04 or 24.04" ;;
  esac
}

require_commands() {
  local missing=() name
  for name in "$@"; do
    command -v "$name" >/dev/null || missing+=("$name")
  done
  [ ${#missing[@]} -eq 0 ] || die "missing commands: ${missing[*]}"
}

is_installed() {
  dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'install ok installed'
}

is_version() {
  dpkg-query -W -f '${Version}' "$1" 2>/dev/null | grep -q "^$2[.-]"
}

add_repository() {
  local work
  work=$(mktemp -d)
  curl -fsSL --retry 3 -o "$work/repository.deb" \
    "$PACKAGES/$distribution/$release/packages-microsoft-prod.deb"
  dpkg -i "$work/repository.deb"
  rm -rf "$work"
}

install_packages() {
  if ! is_installed packages-microsoft-prod; then
    run "add Microsoft's package repository for $distribution $release" add_repository
  fi
  if ! is_installed moby-engine && ! command -v dockerd >/dev/null; then
    run "install the container engine moby-engine" apt_install moby-engine
  fi
  if ! is_version aziot-edge "$IOT_EDGE_VERSION"; then
    run "install aziot-edge $IOT_EDGE_VERSION" apt_install "aziot-edge=$IOT_EDGE_VERSION*"
  fi
}

apt_install() {
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@"
}

# folder PATH UID
folder() {
  if [ ! -d "$ROOT$1" ]; then
    run "create $1, owned by user $2" make_folder "$ROOT$1" "$2"
  fi
}

make_folder() {
  mkdir -p "$1"
  chmod 700 "$1"
  chown "$2" "$1"
}

write_configuration() {
  local file=$ROOT/etc/aziot/config.toml wanted
  wanted=$(configuration) || exit
  if $what_if; then
    # The former one holds a secret, too, and only root can read it.
    if [ -f "$file" ]; then
      say "write /etc/aziot/config.toml and apply it, unless it is the same; the former one would be kept"
    else
      say "write /etc/aziot/config.toml and apply it"
    fi
    return
  fi
  if [ -f "$file" ] && [ "$(cat "$file" 2>/dev/null)" = "$wanted" ]; then
    return
  fi
  if [ -f "$file" ]; then
    run "keep the former configuration as /etc/aziot/config.toml.former" cp -p "$file" "$file.former"
  fi
  run "write /etc/aziot/config.toml and apply it" apply_configuration "$file" "$wanted"
}

apply_configuration() {
  mkdir -p "$(dirname "$1")"
  (
    umask 077
    printf '%s\n' "$2" >"$1.new"
  )
  mv "$1.new" "$1"
  # What was not applied must not look applied to the next run.
  if ! iotedge config apply -c "$1"; then
    mv "$1" "$1.failed"
    die "IoT Edge does not take the configuration, which is now $1.failed; run this again when its cause is removed"
  fi
}

install_gateway() {
  # Wrong options are told before anything is changed.
  configuration >/dev/null
  detect_system
  if ! $what_if; then
    [ "$(id -u)" -eq 0 ] || die "root is needed; run it with sudo, or with --what-if to see what it does"
    require_commands apt-get curl dpkg dpkg-query
  fi
  install_packages
  folder /var/lib/bactrian/edge "$EDGE_UID"
  folder /var/lib/bactrian/edgehub "$EDGE_HUB_UID"
  write_configuration
  $what_if ||
    echo "The gateway is set up. 'iotedge check' examines it; a deployment of IoT Hub brings the modules."
}

uninstall_gateway() {
  local package
  if ! $what_if; then
    [ "$(id -u)" -eq 0 ] || die "root is needed; run it with sudo, or with --what-if to see what it does"
    require_commands apt-get dpkg-query
  fi
  if command -v docker >/dev/null; then
    run "remove the containers of IoT Edge" remove_containers
  fi
  for package in aziot-edge aziot-identity-service; do
    if is_installed "$package"; then
      run "remove $package" apt_purge "$package"
    fi
  done
  if [ -d "$ROOT/etc/aziot" ]; then
    run "delete /etc/aziot" rm -rf "$ROOT/etc/aziot"
  fi
  if [ -d "$ROOT/var/lib/bactrian" ]; then
    if $purge; then
      run "delete /var/lib/bactrian" rm -rf "$ROOT/var/lib/bactrian"
    else
      say "leave /var/lib/bactrian with published nodes, certificates and undelivered telemetry; --purge deletes it"
    fi
  fi
}

apt_purge() {
  DEBIAN_FRONTEND=noninteractive apt-get purge -y -qq "$@"
}

# Only those that the agent of IoT Edge has made.
remove_containers() {
  docker ps -aq --filter label=net.azure-devices.edge.owner=Microsoft.Azure.Devices.Edge.Agent |
    while read -r container; do
      docker rm -f "$container" >/dev/null
    done
}

parse "$@"
case "$command" in
  install) install_gateway ;;
  uninstall) uninstall_gateway ;;
esac
