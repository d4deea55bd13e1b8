using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary><c>[options]</c>.</summary>
internal static class OptionsBinder
{
    internal static readonly string[] Modes = ["dev", "run"];
    internal static readonly string[] Accelerators = ["cpu"];

    internal static Options Bind(TableReader options)
    {
        options.NotYet("accelerator", "driver", "cpu-level");
        options.NoEffect("cuda-detection");
        var defaults = new Options();
        return new Options
        {
            Systems = SystemNames.Read(options) ?? [],
            Targets = ReadTargets(options),
            Activate = options.Table("activate", BindActivate) ?? defaults.Activate,
            Allow = options.Table("allow", BindAllow) ?? defaults.Allow,
            Semver = options.Table("semver", BindSemver) ?? defaults.Semver,
            Base = options.Boolean("base") ?? defaults.Base,
        };
    }

    private static List<string> ReadTargets(TableReader options)
    {
        var targets = new List<string>();
        foreach (var (name, place) in options.PlacedStrings("targets") ?? [])
        {
            if (Accelerators.Contains(name))
                targets.Add(name);
            else if (name == "vulkan" || (name.StartsWith("sm_", StringComparison.Ordinal) && int.TryParse(name.AsSpan(3), out _)))
                options.Report(ManifestDiagnostics.NotSupported(place, name));
            else
                options.Report(ManifestDiagnostics.NotOneOf(place, options.PathOf("targets"), name, Accelerators));
        }

        return targets;
    }

    private static ActivateOptions BindActivate(TableReader activate)
    {
        var defaults = new ActivateOptions();
        return new ActivateOptions { Mode = activate.OneOf("mode", Modes) ?? defaults.Mode };
    }

    private static SemverOptions BindSemver(TableReader semver) => new() { AllowPreReleases = semver.Boolean("allow-pre-releases") ?? false };

    private static AllowOptions BindAllow(TableReader allow)
    {
        allow.NoEffect("broken", "licenses");
        return new AllowOptions { Unfree = allow.Boolean("unfree") };
    }
}
