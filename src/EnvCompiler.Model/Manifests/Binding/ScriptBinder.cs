namespace EnvCompiler.Model.Manifests.Binding;

/// <summary><c>[hook]</c> and <c>[profile]</c>.</summary>
internal static class ScriptBinder
{
    internal static Hook BindHook(TableReader hook)
    {
        hook.Since("1.15.0", "on-deactivate");
        hook.NotYet("script", key => hook.String(key));
        return new Hook
        {
            OnActivate = hook.String("on-activate"),
            OnDeactivate = hook.String("on-deactivate"),
        };
    }

    internal static Profile BindProfile(TableReader profile)
    {
        profile.Since("1.13.0", "deactivate");
        return BindShells(profile) with { Deactivate = profile.Table("deactivate", BindShells) };
    }

    private static Profile BindShells(TableReader profile) => new()
    {
        Common = profile.String("common"),
        Bash = profile.String("bash"),
        Zsh = profile.String("zsh"),
        Fish = profile.String("fish"),
        Tcsh = profile.String("tcsh"),
    };
}
