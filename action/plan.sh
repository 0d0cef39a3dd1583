#!/usr/bin/env bash
# Say what to install, where, and by what key it is cached: VERSION, PICTURES, PYTHON_VERSION -> GITHUB_OUTPUT.
set -euo pipefail

case $PICTURES in
  "" | false) models="" extra="" ;;
  true) models="english multilingual" extra="[clip]" ;;
  *) models=$PICTURES extra="[clip]" ;;
esac
for model in $models; do
  case $model in
    english | multilingual) ;;
    *)
      echo "::error title=captioncheck::pictures: '$model' is no picture model; give english, multilingual, or both"
      exit 2
      ;;
  esac
done

if [[ -n $VERSION ]]; then
  if [[ ! $VERSION =~ ^[0-9][0-9A-Za-z.+!-]*$ ]]; then
    echo "::error title=captioncheck::version: '$VERSION' is no version; write it as 0.1.0"
    exit 2
  fi
  requirement="captioncheck$extra==$VERSION"
  source=$VERSION
else
  requirement="$ACTION$extra"
  source=$(cd "$ACTION" && find captioncheck pyproject.toml -type f -not -name '*.pyc' -print0 |
    LC_ALL=C sort -z | xargs -0 cat | (sha256sum 2>/dev/null || shasum -a 256) | cut -c 1-16)
fi

# A new key every month, so that what captioncheck stands on does not grow old in the cache.
key="captioncheck-$RUNNER_OS-$RUNNER_ARCH-$PYTHON_VERSION-$source-${models// /+}-$(date -u +%Y-%m)"
{
  echo "folder=$HOME/.captioncheck-action"
  echo "requirement=$requirement"
  echo "models=$models"
  echo "key=$key"
} >> "$GITHUB_OUTPUT"
