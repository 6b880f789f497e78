#!/usr/bin/env bash
# Puts the nanoFramework runtime, a board's program and its own settings onto an ESP32-S3 N16R8, with nanoff.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

usage() {
  cat <<'TEXT'
Usage: firmware/flash.sh [options] CARD

CARD is the folder that "gateway board add" or "gateway board replace" wrote for one board: settings.txt (holds its key), ca.pem and, when the board joins a
Wi-Fi, network.json.

  --port DEVICE     serial port of the board        [default: the only one of /dev/ttyACM* and /dev/ttyUSB*]
  --image FILE      deployment image (.bin), or a folder of .pe files that make one   [default: firmware/Boards/<Kind>/bin/Release]
  --clr VERSION     version of the runtime          [default: the newest stable one]
  --erase           erase the whole flash first: for a module fresh from the factory. Readings that the gateway does not have yet are lost
  --only STEP       program: runtime and program;  settings: settings, authority and Wi-Fi   [default: both]
  --dry-run         say what would be done, and what is missing; touch nothing
  --help

Ends with 0 when everything is on the board (--dry-run: could be put there), with 1 when something is missing or failed, with 2 when the command line is wrong.
TEXT
}

# ESP32-S3 with octal PSRAM, as the N16R8 module has. Source: nf-interpreter README, "ESP32_S2 and ESP32_S3 boards".
target=ESP32_S3_OCTAL
port='' image='' clr='' erase='' only='' dry='' card=''
missing=()

wrong() { printf 'flash.sh: %s\nTry: firmware/flash.sh --help\n' "$1" >&2; exit 2; }
say() { printf '%s\n' "$*"; }

while (($# > 0)); do
  case $1 in
    --port | --image | --clr | --only)
      (($# > 1)) || wrong "$1 needs a value"
      printf -v "${1#--}" '%s' "$2"
      shift
      ;;
    --erase) erase=1 ;;
    --dry-run) dry=1 ;;
    -h | --help) usage; exit 0 ;;
    -*) wrong "there is no option $1" ;;
    *) [[ -z $card ]] || wrong "one board at a time: $card, or $1?"; card=$1 ;;
  esac
  shift
done
[[ -n $card ]] || wrong "say the folder that holds the board's settings.txt"
[[ $only == '' || $only == program || $only == settings ]] || wrong "--only $only: there are program and settings"
[[ -z $erase || $only != settings ]] || wrong "--erase with --only settings would leave a board without a program"

setting() { sed -n "s/^ *$1 *= *\([^ ]*\) *$/\1/p" "$card/settings.txt" | head -n 1; }

look_for_nanoff() {
  PATH=$PATH:$HOME/.dotnet/tools
  command -v nanoff >/dev/null || missing+=("nanoff, the flasher of .NET nanoFramework. Install it with:  dotnet tool install -g nanoff")
}

look_for_port() {
  if [[ -z $port ]]; then
    local found=()
    mapfile -t found < <(compgen -G '/dev/ttyACM*' || true; compgen -G '/dev/ttyUSB*' || true)
    case ${#found[@]} in
      0) port=/dev/ttyACM0; missing+=("a serial port: no /dev/ttyACM* or /dev/ttyUSB*. Plug the board in (a cable with data wires); hold BOOT, press RESET, release BOOT") ;;
      1) port=${found[0]} ;;
      *) port=${found[0]}; missing+=("which serial port: there are ${found[*]}. Say --port") ;;
    esac
  elif [[ ! -c $port ]]; then
    missing+=("the serial port $port: no such device")
  fi
  if [[ -c $port && ! (-r $port && -w $port) ]]; then
    missing+=("leave to use $port. Once:  sudo usermod -aG dialout $(id -un)   then sign in again")
  fi
}

look_for_card() {
  if [[ ! -f $card/settings.txt ]]; then
    missing+=("$card/settings.txt. Write it with:  gateway board add --out DIR")
    return
  fi
  kind=$(setting kind)
  if [[ $(setting gateway.tls) != 0 && ! -f $card/ca.pem ]]; then
    missing+=("$card/ca.pem, the gateway's authority, which gateway.tls asks for. \"gateway board add\" writes it beside settings.txt")
  fi
}

look_for_image() {
  local word name=''
  for word in ${kind//-/ }; do name+=${word^}; done
  local from=${image:-$home/Boards/$name/bin/Release}
  if [[ -d $from && -f $from/$kind.bin ]]; then
    image=$from/$kind.bin
  elif [[ -d $from ]] && compgen -G "$from/*.pe" >/dev/null; then
    image=$work/$kind.bin
    join_assemblies "$from" "$image"
  elif [[ ! -f $from ]]; then
    image=$from/$kind.bin
    missing+=("the program: neither $kind.bin nor .pe files are in $from. Build firmware/Boards/$name/$kind.nfproj with nanoFramework's project system (docs/how-to/flash-a-board.md), or say --image")
  fi
}

# A deployment image is every assembly, each filled up to a multiple of four bytes. Source: nf-Visual-Studio-extension, GenerateBinaryOutputTask.
join_assemblies() {
  local pe
  for pe in "$1"/*.pe; do
    cat "$pe"
    head -c $(((4 - $(stat -c %s "$pe") % 4) % 4)) /dev/zero
  done >"$2"
}

# nanoff ends with 0 also when a file did not get onto the board; then only its words say so. Source: nanoFirmwareFlasher, FileDeploymentManager.
run() {
  printf '   '
  printf ' %q' "$@"
  printf '\n'
  [[ -z $dry ]] || return 0
  local code=0
  "$@" 2>&1 | tee "$work/said" || code=$?
  if ((code != 0)) || grep -qE '(Error|Exception) (deploying|connecting|uploading|converting)|Cannot find any|No operation was performed' "$work/said"; then
    say "flash.sh: this step failed (nanoff ended with $code). The board is not ready." >&2
    exit 1
  fi
}

put_program() {
  say "runtime ($target${clr:+ $clr}) and program ($(basename "$image"))${erase:+, after erasing the flash}:"
  run nanoff --target "$target" --serialport "$port" --update ${clr:+--fwversion "$clr"} ${erase:+--masserase} --deploy --image "$image"
}

# The port stands in the files and not on the command line: given there, older versions of nanoff take the step for one of the boot loader.
put_settings() {
  local entry='' file from
  from=$(cd "$card" && pwd)
  from=${from//\\/\\\\}
  from=${from//\"/\\\"}
  for file in settings.txt ca.pem; do
    [[ -f $card/$file ]] || continue
    entry+="${entry:+, }{ \"DestinationFilePath\": \"I:\\\\$file\", \"SourceFilePath\": \"$from/$file\" }"
  done
  printf '{ "SerialPort": "%s", "Files": [ %s ] }\n' "$port" "$entry" >"$work/files.json"
  say "settings of $(setting board):"
  [[ -z $dry ]] || say "    $(cat "$work/files.json")"
  if [[ -f $card/network.json ]]; then
    sed "1s|{|{ \"SerialPort\": \"$port\",|" "$card/network.json" >"$work/network.json"
    run nanoff --filedeployment "$work/files.json" --networkdeployment "$work/network.json"
  else
    say "    (no network.json: the board keeps the network that it has)"
    run nanoff --filedeployment "$work/files.json"
  fi
}

umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
kind=''
look_for_nanoff
look_for_port
look_for_card
[[ $only == settings || -z $kind ]] || look_for_image

if ((${#missing[@]} > 0)); then
  say "flash.sh: missing:" >&2
  printf '  - %s\n' "${missing[@]}" >&2
  [[ -n $dry && -n $kind ]] || exit 1
fi

[[ $only == settings ]] || put_program
# A chip that was put into its boot loader by hand stays there until somebody presses RESET; only a running board takes files.
[[ -n $only || -n $dry || ! -t 0 ]] || read -r -p "Press RESET on the board, wait three seconds, then press Enter. "
[[ $only == program ]] || put_settings
if [[ -n $dry ]]; then
  say "nothing was touched"
  ((${#missing[@]} == 0))
else
  say "done. Press RESET, watch the light (docs/how-to/flash-a-board.md), then delete $card: it holds the board's key."
fi
