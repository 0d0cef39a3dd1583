#!/usr/bin/env bash
# Install REQUIREMENT into FOLDER, with torch for CPUs and the picture MODELS where there are any.
set -euo pipefail
# shellcheck source=action/places.sh
source "$ACTION/action/places.sh"

rm -rf "$FOLDER"
python -m venv "$FOLDER/venv"
bin=$(programs)
pip=("$bin/python" -m pip install --quiet --disable-pip-version-check)
if [[ -n $MODELS && $RUNNER_OS != macOS ]]; then
  # From PyPI torch comes with gigabytes for GPUs, which a runner has not.
  "${pip[@]}" --index-url https://download.pytorch.org/whl/cpu torch torchvision
fi
"${pip[@]}" "$REQUIREMENT"
for model in $MODELS; do
  "$bin/captioncheck" models fetch "$model"
done
