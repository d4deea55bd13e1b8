using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary><c>[options]</c>.</summary>
internal static class OptionsBinder
{
    internal static readonly string[] Modes = ["dev", "run"];
    internal static readonly string[] Accelerators = ["cpu"];
    private static readonly string[] AcceleratorNeeds = ["required", "preferred"];
    private static readonly string[] CpuLevels = ["x86-64", "x86-64-v2", "x86-64-v3", "x86-64-v4"];

    internal static Options Bind(TableReader options)
    {
        options.NotYet("accelerator", key => options.OneOf(key, AcceleratorNeeds));
        options.NotYet("driver", key => options.Formed(key, IsDriverFloor, "a lowest version such as `\">=550\"`"));
        options.NotYet("cpu-level", key => options.OneOf(key, CpuLevels));
        options.NoEffect("cuda-detection", key => options.Boolean(key));
        var defaults = new Options();
        return new Options
        {
            Systems = SystemNames.Read(options) ?? [],
            Targets = ReadTargets(options),
            Activate = options.Table("activate", BindActivate) ?? defaults.Activate,
            Allow = options.Table("allow", BindAllow) ?? defaults.Allow,
            Semver = options.Table("semver", BindSemver) ?? defaults.Semver,
            Alternatives = options.Table("alternatives", BindAlternatives) ?? defaults.Alternatives,
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
            else if (name == "vulkan" || IsComputeCapability(name))
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

    private static OrderedDictionary<string, string> BindAlternatives(TableReader alternatives)
    {
        var choices = alternatives.Others<string>(bindTable: null, "a path, a package or a program", value => (value as TomlString)?.Value);
        foreach (var (name, choice) in choices)
        {
            NameRule.CheckFileName(alternatives, alternatives.PlaceOf(name), "an alternative", name);
            if (!NameRule.IsPlain(choice))
                alternatives.Report(ManifestDiagnostics.BadForm(alternatives.PlaceOfValue(name), alternatives.PathOf(name), "a path, a package or a program", choice));
        }

        return choices;
    }

    private static AllowOptions BindAllow(TableReader allow)
    {
        allow.NoEffect("broken", key => allow.Boolean(key));
        allow.NotYet("licenses", key => allow.Strings(key));
        return new AllowOptions { Unfree = allow.Boolean("unfree") };
    }

    // Two digits or three: the last is the minor version.
    private static bool IsComputeCapability(string name) => name is ['s', 'm', '_', .. { Length: 2 or 3 } digits] && digits.All(char.IsAsciiDigit);

    // NVIDIA numbers drivers `550`, `550.54`, `550.54.15`.
    private static bool IsDriverFloor(string text) =>
        text is ['>', '=', .. var version] && version.Trim().Split('.') is { Length: <= 3 } parts
        && parts.All(part => part.Length is > 0 and < 6 && part.All(char.IsAsciiDigit));
}
