using System.Text;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Compile.Activation;

/// <summary>The scripts of a generation, from their templates.</summary>
internal static class ActivationScripts
{
    // What the driver compiles of PTX is kept with the environment: a home directory is not kept in a container.
    private const string CudaCache = $$"""
          [ -n "${CUDA_CACHE_PATH+set}" ] || _envc_set CUDA_CACHE_PATH "$_envc_local/cache/cuda"
          [ -n "${CUDA_CACHE_MAXSIZE+set}" ] || _envc_set CUDA_CACHE_MAXSIZE {{EnvironmentLayout.CudaCacheSize}}

        """;

    /// <summary><c>targets/T/enter</c>.</summary>
    internal static string Enter(Target target, IReadOnlyDictionary<string, string> roots)
    {
        var groups = new StringBuilder();
        foreach (var (group, root) in roots)
            groups.Append("  ").Append(ShellText.Quote(group)).Append(") _id=").Append(root).Append(" ;;\n");
        var (loader, triplet) = target.System switch
        {
            "x86_64-linux" => ("usr/lib64/ld-linux-x86-64.so.2", "x86_64-linux-gnu"),
            "aarch64-linux" => ("usr/lib/ld-linux-aarch64.so.1", "aarch64-linux-gnu"),
            _ => throw new InvalidOperationException($"no dynamic loader is known for {target.System}"),
        };
        return Template.Render("enter.sh", ("groups", groups.ToString()), ("loader", loader), ("triplet", triplet));
    }

    /// <summary><c>targets/T/in-place.pl</c>: makes the namespace and becomes the program.</summary>
    internal static string InPlace(Target target) => Template.Render("in-place.pl", ("common", PerlCommon(target)));

    /// <summary><c>targets/T/forward.pl</c>: stands for a program that bwrap or proot is the parent of.</summary>
    internal static string Forward(Target target) => Template.Render("forward.pl", ("common", PerlCommon(target)));

    private static string PerlCommon(Target target) => Template.Render("common.pl", ("system", target.System));

    /// <summary><c>targets/T/bin/NAME</c>.</summary>
    internal static string Shim(string name, ShimCommand command) =>
        Template.Render("shim.sh", ("name", name), ("group", ShellText.Quote(command.Group)), ("command", ShellText.Quote(command.Command)));

    /// <summary><c>targets/T/bin/BACKEND-STEP</c>.</summary>
    internal static string BackendScript(string name, string backend, string group) =>
        Template.Render("backend-script.sh", ("name", name), ("backend", backend), ("group", ShellText.Quote(group)));

    /// <summary><c>activate</c>: finds the target.</summary>
    internal static string Activate() => Template.Render("activate.sh");

    /// <summary><c>targets/T/activate</c>.</summary>
    /// <param name="target">The target.</param>
    /// <param name="manifest">The manifest.</param>
    /// <param name="variables"><c>[vars]</c> in order.</param>
    /// <param name="group">The group whose root the hook runs in; null when there is none.</param>
    internal static string TargetActivate(Target target, Manifest manifest, IReadOnlyList<ActivationVariable> variables, string? group) =>
        Template.Render(
            "target-activate.sh",
            ("target", target.ToString()),
            ("description", ShellText.Quote(manifest.Description ?? "")),
            ("device", target.Sm is null ? "" : CudaCache),
            ("vars", string.Concat(variables.Select(Variable))),
            ("start", Start(target, manifest.Hook, group)),
            ("profile", Profile(manifest.Profile, indent: "  ")));

    // Without hooks nothing is gained by starting envc.
    private static string Start(Target target, Hook hook, string? group)
    {
        if (hook.OnActivate is null && hook.OnDeactivate is null)
            return "_envc_variables\n";
        var alone = hook.OnActivate is null || group is null
            ? ""
            : Template.Render("run-hook-alone.sh", ("target", target.ToString()), ("group", ShellText.Quote(group)));
        return Template.Render("run-hook.sh", ("target", target.ToString()), ("hook", alone));
    }

    /// <summary>Sources a profile's scripts: the common one, then the shell's own.</summary>
    private static string Profile(Profile profile, string indent)
    {
        var text = new StringBuilder();
        if (profile.Common is not null)
            text.Append(indent).Append(". \"$_envc_home/profile/common\"\n");
        if (profile.Bash is not null)
            text.Append(indent).Append("[ -z \"${BASH_VERSION-}\" ] || . \"$_envc_home/profile/bash\"\n");
        if (profile.Zsh is not null)
            text.Append(indent).Append("[ -z \"${ZSH_VERSION-}\" ] || . \"$_envc_home/profile/zsh\"\n");
        return text.ToString();
    }

    private static string Variable(ActivationVariable variable)
    {
        var unset = $"[ -n \"${{{variable.Name}+set}}\" ]";
        if (variable.Secret)
        {
            return $"  {unset} || {{ _envc_secret {variable.Name} && _envc_set {variable.Name} \"$_envc_value\"; }} ||\n"
                + $"    printf 'envc: the secret `{variable.Name}` is not there yet; `envc activate` asks for it or makes it\\n' >&2\n";
        }

        return variable.Value is { } value
            ? $"  _envc_set {variable.Name} {ShellText.DoubleQuote(value)}\n"
            : $"  {unset} || _envc_set {variable.Name} {ShellText.DoubleQuote(variable.Default ?? "")}\n";
    }
}
