# What zsh reads last in the shell of `envc activate`: the person's own start-up file, then this environment on top of it.
ZDOTDIR=${ENVC_ZDOTDIR:-$HOME}
[[ ! -r $ZDOTDIR/.zshrc ]] || . "$ZDOTDIR/.zshrc"
[[ -n ${ENVC_ZDOTDIR-} ]] || unset ZDOTDIR
unset ENVC_ZDOTDIR
_envc_home=$ENVC_ENV_PROJECT/.envc/generations/$ENVC_GENERATION
path=("$ENVC_ENV/bin" ${path:#$ENVC_ENV/bin})
. "$_envc_home/profile/common"
[ -z "${BASH_VERSION-}" ] || . "$_envc_home/profile/bash"
unset _envc_home
deactivate() { exit }
