using EnvCompiler.Model.Catalogs;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Manifests.Binding;
using EnvCompiler.Model.Targets;
using EnvCompiler.Resolve.Catalogs.Debian;

namespace EnvCompiler.Resolve.Catalogs.Native;

/// <summary>What a package file must hold true beyond its form.</summary>
internal static class NativePackageChecks
{
    private const string ArtifactFolder = "artifacts/";
    private static readonly string[] s_systems = ["x86_64-linux", "aarch64-linux"];

    /// <summary>Every problem: what it is about, and a clause about it.</summary>
    internal static IEnumerable<(string Subject, string Problem)> Problems(NativePackage package, string name)
    {
        if (package.CatalogVersion < 1)
            yield return ("catalog-version", "is not a number from 1");
        if (package.Name != name || !NameRule.IsPackage(package.Name))
            yield return (package.Name, $"is not the package that the file is named after, `{name}`");
        if (package.Description is { } description && !NameRule.IsPlain(description))
            yield return (package.Name, "has a description that is not one line");
        foreach (var (version, entry) in package.Versions)
        {
            if (!DebianVersion.TryParse(version, out _))
                yield return (version, "is not a version (Debian Policy 5.6.12)");
            var artifacts = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (build, content) in entry.Builds)
            {
                foreach (var problem in Problems(build, content))
                    yield return ($"{version} {build}", problem);
                if (!artifacts.Add(content.Artifact.Path))
                    yield return ($"{version} {build}", $"has the artifact of another build, `{content.Artifact.Path}`");
            }
        }
    }

    /// <summary>Whether a text can name a build: it becomes a part of ids, and of a line in a list of packages.</summary>
    internal static bool IsBuildName(string name) =>
        NameRule.IsFileName(name) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '+');

    private static IEnumerable<string> Problems(string name, NativeBuild build)
    {
        if (!IsBuildName(name))
            yield return "is no name: letters, digits, `.`, `_`, `-` and `+`, a letter or digit first";
        if (!s_systems.Contains(build.System))
            yield return $"is for the system `{build.System}`, which is none of {string.Join(", ", s_systems.Select(system => $"`{system}`"))}";
        foreach (var problem in CodeProblems(build))
            yield return problem;
        if (build.Cuda is { } cuda && !CudaVersion.TryParse(cuda, out _))
            yield return $"names the CUDA toolkit `{cuda}`, which is no version such as `12.8`";
        if (build.Driver is { } driver && !DriverVersion.TryParse(driver, out _))
            yield return $"names the driver `{driver}`, which is no version such as `570.26`";
        if (build.CpuLevel is { } level && (CpuLevel.Of(level) is not { } known || !known.Covers(CpuLevel.Baseline(build.System))))
            yield return $"names the processor `{level}`, which `{build.System}` does not have";
        foreach (var problem in DependencyProblems(build))
            yield return problem;
        foreach (var path in build.Optional ?? [])
        {
            if (!StaysInside(path))
                yield return $"names the optional file `{path}`, which is no path inside the package";
        }

        foreach (var problem in ArtifactProblems(build.Artifact))
            yield return problem;
    }

    private static IEnumerable<string> CodeProblems(NativeBuild build)
    {
        if (build.DeviceCode is { Count: 0 })
            yield return "has an empty list of device code; a build that uses no GPU has none";
        foreach (var set in build.DeviceCode ?? [])
        {
            if ((set.MachineCode?.Count ?? 0) + (set.Ptx?.Count ?? 0) == 0)
                yield return "has device code of no architecture";
            foreach (var code in set.MachineCode ?? [])
            {
                if (!DeviceCode.TryParse(code, isa: null, out _))
                    yield return $"has machine code for `{code}`, which is no architecture such as `sm_90`";
            }

            foreach (var ptx in set.Ptx ?? [])
            {
                if (!CudaVersion.TryParse(ptx.Isa, out var isa))
                    yield return $"has PTX `{ptx.Isa}`, which is no version such as `8.8`";
                else if (!DeviceCode.TryParse(ptx.Code, isa, out _))
                    yield return $"has PTX for `{ptx.Code}`, which is no architecture such as `compute_90`";
                if (ptx.Size < 0)
                    yield return "has PTX of a negative size";
            }
        }
    }

    private static IEnumerable<string> DependencyProblems(NativeBuild build)
    {
        if (build.Depends is null || !s_systems.Contains(build.System))
            yield break;
        foreach (var text in build.Depends)
        {
            if (!IsDependency(text, new Target(build.System, "cpu").DebianArchitecture))
                yield return $"depends on `{text}`, which is no relation such as `libc6 (>= 2.36)` (Debian Policy 7.1)";
        }
    }

    // What the parser cannot read it takes for a name, which then is none.
    internal static bool IsDependency(string text, string architecture) =>
        NameRule.IsPlain(text)
        && RelationParser.ParseDependencies(System.Text.Encoding.UTF8.GetBytes(text), architecture) is [{ Alternatives: { Count: > 0 } alternatives }]
        && alternatives.All(relation => NameRule.IsPackage(relation.Name));

    private static IEnumerable<string> ArtifactProblems(NativeArtifact artifact)
    {
        if (!artifact.Path.StartsWith(ArtifactFolder, StringComparison.Ordinal) || !StaysInside(artifact.Path))
            yield return $"has the artifact `{artifact.Path}`, which is no path below `{ArtifactFolder}`";
        if (artifact.Size <= 0)
            yield return $"has an artifact of {artifact.Size} bytes";
        if (artifact.Sha256.Length != 64 || !artifact.Sha256.All(char.IsAsciiHexDigitLower))
            yield return "has an artifact without a SHA-256 of 64 lower-case hexadecimal digits";
    }

    private static bool StaysInside(string path) =>
        NameRule.IsPlain(path) && path.Split('/').All(part => part is not ("" or "." or ".."));
}
