using System.Security.Cryptography;
using System.Text;
using EnvCompiler.Compile.Contained;
using EnvCompiler.Compile.Generations;
using EnvCompiler.Model.Generations.Comparing;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;
using EnvCompiler.Run.Activation;

namespace EnvCompiler.Cli.Pipeline.Containers;

/// <summary>One target of a generation that becomes an image.</summary>
internal sealed record ImageSource
{
    /// <summary>The environment.</summary>
    internal required EnvironmentLayout Layout { get; init; }

    /// <summary>The generation.</summary>
    internal required LiveGeneration Generation { get; init; }

    /// <summary>Its manifest and lock.</summary>
    internal required LockedEnvironment Environment { get; init; }

    /// <summary>The target.</summary>
    internal required Target Target { get; init; }

    /// <summary>The environment's name.</summary>
    internal string Name => Path.GetFileName(Layout.Directory.TrimEnd('/'));

    /// <summary>SHA-256 of <c>generation.json</c>.</summary>
    internal string Revision => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Generation.Directory, "generation.json"))));

    /// <summary>What the generation does on the target.</summary>
    internal TargetContent Content => new GenerationReader(Layout).Target(Generation.Number, Target.ToString())!;

    /// <summary><c>/.envc/environment</c>.</summary>
    internal ContainedFiles Contained(TargetContent content) =>
        new ContainedEnvironmentCompiler(Name, Generation.Number, Target.ToString())
            .Compile(content.Activation, content.Services, Generation.ReadTable(), (Hook("on-activate"), Hook("on-deactivate")));

    /// <summary>The groups that services run in; the default one where there are none.</summary>
    internal static IReadOnlyList<string> Groups(TargetContent content)
    {
        var groups = content.Services.Services.Values.Select(service => service.Group).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return groups.Length > 0 ? groups : [content.Activation.DefaultGroup ?? PackageRequest.DefaultGroup];
    }

    private string? Hook(string name)
    {
        var path = Path.Combine(Generation.Directory, "hook", name);
        return File.Exists(path) ? File.ReadAllText(path, Encoding.UTF8) : null;
    }
}
