using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Targets;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary><c>[options]</c>.</summary>
internal static class OptionsBinder
{
    internal static readonly string[] Modes = ["dev", "run"];
    internal static readonly string[] AcceleratorNeeds = ["required", "preferred"];
    internal static readonly string[] CpuLevels = [.. CpuLevel.Names];

    internal static Options Bind(TableReader options)
    {
        options.NoEffect("cuda-detection", key => options.Boolean(key));
        var defaults = new Options();
        return new Options
        {
            Systems = SystemNames.Read(options) ?? [],
            Targets = ReadTargets(options),
            Driver = options.Formed(key: "driver", IsDriverFloor, "a lowest version such as `\">=550\"`"),
            CpuLevel = options.OneOf("cpu-level", CpuLevels),
            Accelerator = options.OneOf("accelerator", AcceleratorNeeds),
            Activate = options.Table("activate", BindActivate) ?? defaults.Activate,
            Allow = options.Table("allow", BindAllow) ?? defaults.Allow,
            Semver = options.Table("semver", BindSemver) ?? defaults.Semver,
            Services = options.Table("services", BindServices) ?? defaults.Services,
            Alternatives = options.Table("alternatives", BindAlternatives) ?? defaults.Alternatives,
            Base = options.Boolean("base") ?? defaults.Base,
        };
    }

    private static List<string> ReadTargets(TableReader options)
    {
        var targets = new List<string>();
        foreach (var (name, place) in options.PlacedStrings("targets") ?? [])
        {
            if (Accelerators.Names.Contains(name))
                targets.Add(name);
            else
                options.Report(ManifestDiagnostics.NoAccelerator(place, options.PathOf("targets"), name));
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

    private static ServiceOptions BindServices(TableReader services) => new()
    {
        Metrics = services.Formed("metrics", text => ListenAddress.TryParse(text, out _), "an address and a port such as `\"127.0.0.1:9469\"`"),
    };

    private static AllowOptions BindAllow(TableReader allow)
    {
        allow.NoEffect("broken", key => allow.Boolean(key));
        allow.NotYet("licenses", key => allow.Strings(key));
        return new AllowOptions { Unfree = allow.Boolean("unfree") };
    }

    private static bool IsDriverFloor(string text) => HostPromise.TryParseDriver(text, out _);
}
