# What bash reads first in the shell of `envc activate`: the person's own start-up file, then this environment on top of it.
[ ! -r ~/.bashrc ] || . ~/.bashrc
_envc_home=$ENVC_ENV_PROJECT/.envc/generations/$ENVC_GENERATION
case :$PATH: in
  ":$ENVC_ENV/bin:"*) ;;
  *) PATH=$ENVC_ENV/bin:$PATH ;;
esac
{{profile}}unset _envc_home
deactivate() { exit; }
