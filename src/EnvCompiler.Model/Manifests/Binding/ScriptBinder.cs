namespace EnvCompiler.Model.Manifests.Binding;

/// <summary><c>[hook]</c> and <c>[profile]</c>.</summary>
internal static class ScriptBinder
{
    internal static Hook BindHook(TableReader hook)
    {
        hook.NotYet("script");
        return new Hook
        {
            OnActivate = hook.String("on-activate"),
            OnDeactivate = hook.String("on-deactivate"),
        };
    }

    internal static Profile BindProfile(TableReader profile) => BindShells(profile) with
    {
        Deactivate = profile.Table("deactivate", BindShells),
    };

    private static Profile BindShells(TableReader profile) => new()
    {
        Common = profile.String("common"),
        Bash = profile.String("bash"),
        Zsh = profile.String("zsh"),
        Fish = profile.String("fish"),
        Tcsh = profile.String("tcsh"),
    };
}
