using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Activation;

namespace EnvCompiler.Cli.Doctor;

/// <summary>An environment as it lies there, whole or not.</summary>
/// <param name="Layout">Where it is.</param>
internal sealed record DoctorEnvironment(EnvironmentLayout Layout)
{
    /// <summary>Its manifest, or why that cannot be read.</summary>
    public required Result<ManifestSource> Manifest { get; init; }

    /// <summary>Its lock, or why that cannot be read; null where there is none.</summary>
    public required Result<Lock>? Lock { get; init; }

    /// <summary>The live generation, or null.</summary>
    public required LiveGeneration? Live { get; init; }

    /// <summary>Reads it.</summary>
    public static DoctorEnvironment Read(EnvironmentLayout layout) => new(layout)
    {
        Manifest = ManifestFile.Read(layout.Manifest, layout.Lock),
        Lock = File.Exists(layout.Lock) ? LockFile.Read(layout.Lock, File.ReadAllBytes(layout.Lock)) : null,
        Live = LiveGeneration.TryOpen(layout),
    };
}
