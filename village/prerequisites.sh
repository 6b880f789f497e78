# Installs what EdgeWarning needs and this machine lacks: as root by apt; otherwise says the exact command and stops.
# Sourced by village.sh and check.sh. The private broker and every port are our own, so a mosquitto service of the machine does not matter.

have_library() { ldconfig -p 2>/dev/null | grep -q "$1" || /sbin/ldconfig -p 2>/dev/null | grep -q "$1"; }

missing_packages() {
  [[ -x /usr/sbin/mosquitto ]] || command -v mosquitto >/dev/null || echo mosquitto
  command -v mosquitto_passwd >/dev/null || [[ -x /usr/sbin/mosquitto ]] || echo mosquitto
  have_library 'libmosquitto\.so\.1' || echo libmosquitto1
  command -v espeak-ng >/dev/null || echo espeak-ng
  command -v opencc >/dev/null || echo opencc
  [[ -f /usr/share/rime-data/terra_pinyin.dict.yaml ]] || echo rime-data-terra-pinyin
  command -v setpriv >/dev/null || echo util-linux
  # The tests also speak to our broker with a client that is not ours, read our labels with a reader that is not ours, use the console in a real browser, and check our scripts.
  [[ -z ${with_tests:-} ]] || command -v mosquitto_pub >/dev/null || echo mosquitto-clients
  [[ -z ${with_tests:-} ]] || command -v zbarimg >/dev/null || echo zbar-tools
  [[ -z ${with_tests:-} || -x /usr/bin/chromium ]] || echo chromium
  [[ -z ${with_tests:-} ]] || command -v shellcheck >/dev/null || echo shellcheck
  [[ -z ${with_tests:-} || -f /usr/share/unifont/unifont.hex ]] || echo unifont
}

require_dotnet() {
  if command -v dotnet >/dev/null && dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
    return
  fi
  cat >&2 <<'TEXT'
EdgeWarning needs the .NET 10 SDK. On Debian 12:
  wget https://packages.microsoft.com/config/debian/12/packages-microsoft-prod.deb
  sudo dpkg -i packages-microsoft-prod.deb && sudo apt-get update && sudo apt-get install -y dotnet-sdk-10.0
TEXT
  exit 1
}

install_missing() {
  local packages
  mapfile -t packages < <(missing_packages | sort -u)
  if ((${#packages[@]} == 0)); then
    return
  fi
  if ((EUID != 0)) || ! command -v apt-get >/dev/null; then
    echo "EdgeWarning needs: ${packages[*]}" >&2
    echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages[*]}" >&2
    exit 1
  fi
  echo "installing ${packages[*]}"
  export DEBIAN_FRONTEND=noninteractive
  local log
  log=$(mktemp)
  if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${packages[@]}"; } >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    echo "could not install ${packages[*]}: apt-get failed (above)" >&2
    exit 1
  fi
  rm -f "$log"
}

# No telemetry, no banner, and no build server that outlives the script.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en MSBUILDDISABLENODEREUSE=1 MSBUILDTERMINALLOGGER=off
build_flags=(-c Release -v quiet -nologo -nodeReuse:false -p:UseSharedCompilation=false)

require_dotnet
install_missing
