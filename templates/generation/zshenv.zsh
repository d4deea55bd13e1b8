# zsh looks for its start-up files here because of ZDOTDIR; the person's own are where they were.
[[ ! -r ${ENVC_ZDOTDIR:-$HOME}/.zshenv ]] || . "${ENVC_ZDOTDIR:-$HOME}/.zshenv"
