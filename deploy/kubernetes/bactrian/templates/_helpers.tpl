{{- define "bactrian.fullname" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{/* Labels that select the pods of a role: a list of the context and the role. */}}
{{- define "bactrian.selector" -}}
app.kubernetes.io/name: {{ (index . 0).Chart.Name }}
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{- define "bactrian.labels" -}}
{{ include "bactrian.selector" . }}
app.kubernetes.io/version: {{ (index . 0).Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ (index . 0).Release.Service }}
helm.sh/chart: {{ printf "%s-%s" (index . 0).Chart.Name (index . 0).Chart.Version }}
{{- end }}

{{- define "bactrian.image" -}}
{{- $root := index . 0 }}{{ $role := index . 1 }}
{{- $digest := index $root.Values.image (printf "%sDigest" $role) }}
{{- with $root.Values.image.registry }}{{ . }}/{{ end }}bactrian-{{ $role }}
{{- if $digest }}@{{ $digest }}{{ else }}:{{ $root.Values.image.tag | default $root.Chart.AppVersion }}{{ end }}
{{- end }}

{{/* Name of the Secret of a role. */}}
{{- define "bactrian.secret" -}}
{{- $root := index . 0 }}{{ $role := index . 1 }}
{{- if eq $root.Values.secrets.provider "existing" }}
{{- required (printf "secrets.existing.%s is required with secrets.provider existing: the name of a Secret" $role) (index $root.Values.secrets.existing $role) }}
{{- else }}{{ include "bactrian.fullname" $root }}-{{ $role }}{{ end }}
{{- end }}

{{/* Keys of the secrets of a role with the environment variables that they become. */}}
{{- define "bactrian.secretKeys" -}}
{{- if eq . "edge" }}
edgeConnectionString: EdgeHubConnectionString
edgeApiKey: ApiKey
edgeMqttConnectionString: MqttClientConnectionString
edgeGdsAdminPassword: BACTRIAN_GDS_ADMIN_PASSWORD
{{- else }}
iotHubConnectionString: BACTRIAN_HUB
serviceBusConnectionString: BACTRIAN_SERVICE_BUS
eventHubConnectionString: BACTRIAN_EVENT_HUB
databasePassword: BACTRIAN_DATABASE_PASSWORD
{{- end }}
{{- end }}

{{- define "bactrian.secretEnvironment" -}}
{{- $root := index . 0 }}{{ $role := index . 1 }}
{{- if eq $root.Values.secrets.provider "keyVault" }}
# The driver writes a new value into the file; a variable would keep the old one.
{{- range $key, $variable := include "bactrian.secretKeys" $role | fromYaml }}
{{- if index $root.Values.secrets.keyVault.secretNames $key }}
- name: {{ $variable }}_FILE
  value: /secrets/{{ $key }}
{{- end }}
{{- end }}
{{- if ge (int $root.Values.secrets.keyVault.restartWithin) 0 }}
- name: BACTRIAN_STOP_ON_SECRET_CHANGE
  value: {{ $root.Values.secrets.keyVault.restartWithin | quote }}
{{- end }}
{{- else }}
{{- range $key, $variable := include "bactrian.secretKeys" $role | fromYaml }}
- name: {{ $variable }}
  valueFrom:
    secretKeyRef:
      name: {{ include "bactrian.secret" (list $root $role) }}
      key: {{ $key }}
      # What is not there is not used.
      optional: true
{{- end }}
{{- end }}
{{- end }}

{{/* Name of the Secret with the certificate of the cloud's pods; empty where they have none. */}}
{{- define "bactrian.tlsSecret" -}}
{{- with .Values.cloud.tls }}
{{- if .certManager.enabled }}{{ .secret | default (printf "%s-cloud-tls" (include "bactrian.fullname" $)) }}
{{- else }}{{ .secret }}{{ end }}
{{- end }}
{{- end }}

{{/* Ports of a URL's hosts: a list of the URL, its scheme left out or not, and the port where it has none. */}}
{{- define "bactrian.ports" -}}
{{- $default := index . 1 }}
{{- range splitList "," (regexReplaceAll "^([A-Za-z0-9.:+-]*://)?([^/?;]*).*$" (index . 0) "${2}") }}
- {{ regexFind ":[0-9]+$" . | trimPrefix ":" | default $default | quote }}
{{- end }}
{{- end }}

{{/* Addresses and ports of the OPC UA servers in edge.publishedNodes, as "ADDRESS PORT"; names have no address. */}}
{{- define "bactrian.servers" -}}
{{- range .Values.edge.publishedNodes }}
{{- $authority := regexReplaceAll "^[A-Za-z0-9.+-]*://([^/?]*).*$" .EndpointUrl "${1}" }}
- {{ printf "%s %s" (regexFind "^([0-9]{1,3}\\.){3}[0-9]{1,3}" $authority) (regexFind ":[0-9]+$" $authority | trimPrefix ":" | default "4840") | quote }}
{{- end }}
{{- end }}

{{- define "bactrian.mqttPort" -}}
{{- $connection := .Values.secrets.plain.edgeMqttConnectionString }}
{{- $given := regexFind "(?i)(^|;) *port *= *[0-9]+" $connection | regexFind "[0-9]+$" }}
{{- if .Values.edge.mqtt.port }}{{ .Values.edge.mqtt.port }}
{{- else if and (eq .Values.secrets.provider "plain") $given }}{{ $given }}
{{- else if and (eq .Values.secrets.provider "plain") (regexMatch "(?i)usetls *= *false" $connection) }}1883
{{- else }}8883{{ end }}
{{- end }}

{{/* A pod without rights: a list of the context and the role. */}}
{{- define "bactrian.pod" -}}
{{- $root := index . 0 }}
serviceAccountName: {{ include "bactrian.fullname" $root }}
automountServiceAccountToken: false
# Else a service named bactrian-http would set options by its variables.
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  fsGroup: 65532
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
{{- with $root.Values.image.pullSecrets }}
imagePullSecrets:
{{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
{{- end }}

{{- define "bactrian.container" -}}
{{- $root := index . 0 }}{{ $role := index . 1 }}
name: {{ $role }}
image: {{ include "bactrian.image" . | quote }}
imagePullPolicy: {{ $root.Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
resources: {{- toYaml (index $root.Values $role).resources | nindent 2 }}
startupProbe:
  httpGet: {path: /observe/health/live, port: management}
  periodSeconds: 2
  timeoutSeconds: 5
  failureThreshold: 90
livenessProbe:
  httpGet: {path: /observe/health/live, port: management}
  periodSeconds: 20
  timeoutSeconds: 10
  failureThreshold: 3
readinessProbe:
  httpGet: {path: /observe/health/ready, port: management}
  periodSeconds: 10
  timeoutSeconds: 10
  failureThreshold: 3
{{- end }}

{{/* Secrets of Key Vault as files, and their volume: a list of the context and the role. */}}
{{- define "bactrian.secretMount" }}
{{- if eq .Values.secrets.provider "keyVault" }}
- name: secrets
  mountPath: /secrets
  readOnly: true
{{- end }}
{{- end }}

{{- define "bactrian.secretVolume" }}
{{- $root := index . 0 }}
{{- if eq $root.Values.secrets.provider "keyVault" }}
- name: secrets
  csi:
    driver: secrets-store.csi.k8s.io
    readOnly: true
    volumeAttributes:
      secretProviderClass: {{ include "bactrian.fullname" $root }}-{{ index . 1 }}
{{- end }}
{{- end }}

{{- define "bactrian.volumeMounts" -}}
{{- $root := index . 0 }}{{ $role := index . 1 }}
- name: data
  mountPath: /data
- name: tmp
  mountPath: /tmp
{{- if (index $root.Values $role).routes }}
- name: routes
  mountPath: /routes
  readOnly: true
{{- end }}
{{- include "bactrian.secretMount" $root }}
{{- if and (eq $role "cloud") (include "bactrian.tlsSecret" $root) }}
- name: tls
  mountPath: /tls
  readOnly: true
{{- end }}
{{- if and (eq $role "edge") $root.Values.edge.httpApi.clientCertificates }}
- name: clients
  mountPath: /clients
  readOnly: true
{{- end }}
{{- end }}

{{- define "bactrian.volumes" -}}
{{- $root := index . 0 }}{{ $role := index . 1 }}
- name: tmp
  emptyDir:
    sizeLimit: 128Mi
{{- if (index $root.Values $role).routes }}
- name: routes
  configMap:
    name: {{ include "bactrian.fullname" $root }}-{{ $role }}-routes
{{- end }}
{{- include "bactrian.secretVolume" . }}
{{- if and (eq $role "cloud") (include "bactrian.tlsSecret" $root) }}
- name: tls
  secret:
    secretName: {{ include "bactrian.tlsSecret" $root }}
{{- end }}
{{- if and (eq $role "edge") $root.Values.edge.httpApi.clientCertificates }}
- name: clients
  secret:
    secretName: {{ $root.Values.edge.httpApi.clientCertificates }}
{{- end }}
{{- end }}

{{- define "bactrian.options" -}}
{{- range $name, $value := . }}
- name: {{ $name }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- end }}

{{/* Restarts pods when what they are given changes. */}}
{{- define "bactrian.checksum" -}}
{{- $root := index . 0 }}{{ $role := index . 1 }}
checksum/secrets: {{ dict "a" $root.Values.secrets "b" (index $root.Values $role).routes | toJson | sha256sum }}
{{- with $root.Values.podAnnotations }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* A pod that backs up or restores: what does not differ between edge and database. */}}
{{- define "bactrian.backupPod" -}}
restartPolicy: Never
{{ include "bactrian.pod" . }}
{{- end }}

{{- define "bactrian.backupContainer" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
resources:
  requests: {cpu: 100m, memory: 256Mi}
  limits: {memory: 512Mi}
{{- end }}

{{/* Name of a Job, which cannot be changed: a list of the context, its beginning, and what it does. */}}
{{- define "bactrian.jobName" -}}
{{ index . 1 | trunc 50 }}-{{ index . 2 | sha256sum | trunc 8 }}
{{- end }}
