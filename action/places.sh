# shellcheck shell=bash
# Where things lie in FOLDER: sourced by the other scripts.

export CAPTIONCHECK_CACHE="$FOLDER/cache" CAPTIONCHECK_MODELS="$FOLDER/models"

# Print the folder of the installed programs.
programs() {
  if [[ -d $FOLDER/venv/Scripts ]]; then
    echo "$FOLDER/venv/Scripts"
  else
    echo "$FOLDER/venv/bin"
  fi
}
