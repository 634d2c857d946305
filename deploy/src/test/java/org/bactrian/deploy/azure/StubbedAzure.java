package org.bactrian.deploy.azure;

import java.nio.file.Path;
import org.bactrian.deploy.script.StubbedCommands;

/**
 * Commands that the deployment script calls, with stubs of Azure's command line tool, Helm, kubectl
 * and Maven.
 */
final class StubbedAzure {

  static final String TOKEN = "token-of-the-registry";
  static final String PULL_PASSWORD = "cHVsbA/password+of=";

  /** Remembers what was made, as Azure does. */
  private static final String AZ =
      """
      cd '%s'
      option() { while [ $# -gt 0 ]; do [ "$1" = "$name" ] && printf '%%s' "$2"; shift; done; }
      case "$*" in
        "account show"*) [ ! -f logged-out ] ;;
        "ad signed-in-user show"*) echo 00000000-1111-2222-3333-444444444444 ;;
        "group exists"*) [ -f group ] && echo true || echo false ;;
        "group create"*) : > group ;;
        "group delete"*) rm -f group deployment ;;
        "deployment group create"*)
          name=--parameters; file=$(option "$@"); cat "${file##*@}" > parameters.json; : > deployment ;;
        "deployment group show"*)
          [ -f deployment ] || exit 3
          name=--query; query=$(option "$@"); query=${query#properties.outputs.}
          case "${query%%.value}" in
            registryServer) echo registry.example.org ;;
            keyVaultUrl) echo https://authorities.vault.example.org/ ;;
            databaseHost) echo database.example.org ;;
            tenantId) echo 00000000-0000-0000-0000-000000000001 ;;
            cloudClientId) echo 00000000-0000-0000-0000-000000000002 ;;
            *) printf '%%s' "the-${query%%.value}" | tr A-Z a-z ;;
          esac ;;
        "keyvault list-deleted"*) [ ! -f deleted ] || cat deleted ;;
        "keyvault list --resource-group"*) [ ! -f parameters.json ] || echo the-secretsvaultname ;;
        "keyvault secret show"*) sed -n 's/.*"databasePassword": { "value": "\\(.*\\)" }.*/\\1/p' parameters.json ;;
        "acr repository show"*) [ -f images ] ;;
        "acr login"*) echo TOKEN ;;
        "acr token create"*) : > pull-token; echo PULLING ;;
        "acr token show"*) [ -f pull-token ] ;;
        "acr token delete"*) rm pull-token ;;
        "ad app list"*) [ ! -f application ] || cat application ;;
        "ad app create"*) echo the-application > application; echo the-application ;;
        "iot edge deployment list"*) [ ! -f edges ] || cat edges ;;
        "iot edge deployment create"*)
          name=--deployment-id; option "$@" >> edges; echo >> edges
          case "$*" in *--layered*) kind=layered ;; *) kind=base ;; esac
          name=--content; cat "$(option "$@")" > $kind.json ;;
        "iot edge deployment delete"*)
          name=--deployment-id; grep -vx "$(option "$@")" edges > left; mv left edges ;;
      esac
      """
          .replace("TOKEN", TOKEN)
          .replace("PULLING", PULL_PASSWORD);

  private StubbedAzure() {}

  /**
   * Returns the commands.
   *
   * @param state folder of what was made
   * @param temporary folder for temporary files of the script
   */
  static StubbedCommands commands(Path folder, Path state, Path temporary) throws Exception {
    return new StubbedCommands(folder)
        .with("TMPDIR", temporary.toString())
        .with("BACTRIAN_MAVEN", "maven")
        .stub("az", AZ.formatted(state))
        .stub(
            "helm",
            """
            cd '%s'; rm -f values.yaml more-values.yaml
            while [ $# -gt 0 ]; do
              if [ "$1" = --values ]; then
                [ -f values.yaml ] && cat "$2" > more-values.yaml || cat "$2" > values.yaml
              fi
              shift
            done
            """
                .formatted(state))
        .stub("kubectl")
        .stub("kubelogin")
        .stub("java")
        .stub(
            "maven",
            "cat \"$DOCKER_CONFIG/config.json\" > '%1$s/docker.json'; : > '%1$s/images'"
                .formatted(state));
  }
}
