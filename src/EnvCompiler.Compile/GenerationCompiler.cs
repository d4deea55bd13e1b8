using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EnvCompiler.Compile.Activation;
using EnvCompiler.Compile.Services;
using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Json;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Compile;

/// <summary>
/// Manifest, lock and roots to a generation. Pure: the same input gives the same bytes, and no host, user, time or absolute path
/// is in them.
/// </summary>
/// <param name="envcVersion">The envc that compiles, e.g. <c>0.1.0</c>; another version may compile other scripts.</param>
public sealed class GenerationCompiler(string envcVersion)
{
    /// <summary>Compiles.</summary>
    /// <param name="source">The manifest with its places.</param>
    /// <param name="manifestBytes">The manifest's file, copied into the generation.</param>
    /// <param name="locked">Its lock.</param>
    /// <param name="lockBytes">The lock's file, copied into the generation.</param>
    /// <param name="roots">Roots by group, for every target that is compiled; for these all groups of the lock.</param>
    /// <param name="serviceConditions">The conditions of services, lowered, by service.</param>
    /// <returns>The files, with warnings; or everything that is wrong with services and variables (ENVC0401 to ENVC0429).</returns>
    public Result<GenerationFiles> Compile(
        ManifestSource source, byte[] manifestBytes, Lock locked, byte[] lockBytes,
        IReadOnlyDictionary<Target, IReadOnlyDictionary<string, RealisedRoot>> roots, IReadOnlyDictionary<string, Condition> serviceConditions)
    {
        var problems = new List<Diagnostic>();
        var variables = VariableCompiler.Compile(source, problems);
        var files = new GenerationFiles
        {
            Generation = new Generation
            {
                EnvcVersion = envcVersion,
                ManifestSha256 = Hash(manifestBytes),
                LockSha256 = Hash(lockBytes),
            },
        };
        files.Add("manifest.toml", manifestBytes);
        files.Add("manifest.lock", lockBytes);
        if (TargetTable.Of(source.Manifest, locked) is { } table)
            files.Add("targets.json", Json(table, EnvcJson.Readable.TargetTable));
        AddScripts(files, source.Manifest);
        foreach (var (target, targetRoots) in roots.OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal))
            AddTarget(files, source, locked, target, targetRoots, variables, serviceConditions, problems);
        if (problems.Any(problem => problem.Severity == Severity.Error))
            return Result<GenerationFiles>.Failure(problems.Distinct().ToList());

        foreach (var (path, file) in files.Files)
            files.Generation.Files.Add(path, Hash(file.Content));
        files.Add("generation.json", Json(files.Generation, GenerationJson.Readable.Generation));
        return Result<GenerationFiles>.Success(files, problems.Distinct().ToList());
    }

    private static void AddScripts(GenerationFiles files, Manifest manifest)
    {
        files.Add("activate", ActivationScripts.Activate());
        AddIfPresent(files, "hook/on-activate", manifest.Hook.OnActivate);
        AddIfPresent(files, "hook/on-deactivate", manifest.Hook.OnDeactivate);
        if (manifest.Hook.OnActivate is not null)
            files.Add("hook/capture", Template.Render("capture.bash"));
        AddProfile(files, "profile", manifest.Profile);
        if (manifest.Profile.Deactivate is { } deactivate)
            AddProfile(files, "profile/deactivate", deactivate);
        files.Add("activate.fish", Template.Render("activate.fish"));
        files.Add("shell/functions.sh", Template.Render("functions.sh"));
        files.Add("shell/functions.fish", Template.Render("functions.fish"));
    }

    private static void AddProfile(GenerationFiles files, string directory, Profile profile)
    {
        AddIfPresent(files, $"{directory}/common", profile.Common);
        AddIfPresent(files, $"{directory}/bash", profile.Bash);
        AddIfPresent(files, $"{directory}/zsh", profile.Zsh);
        AddIfPresent(files, $"{directory}/fish", profile.Fish);
        AddIfPresent(files, $"{directory}/tcsh", profile.Tcsh);
    }

    private static void AddIfPresent(GenerationFiles files, string path, string? text)
    {
        if (text is not null)
            files.Add(path, text.EndsWith('\n') ? text : text + "\n");
    }

    private void AddTarget(
        GenerationFiles files, ManifestSource source, Lock locked, Target target, IReadOnlyDictionary<string, RealisedRoot> roots,
        List<ActivationVariable> variables, IReadOnlyDictionary<string, Condition> serviceConditions, List<Diagnostic> problems)
    {
        var rootIds = new SortedDictionary<string, string>(
            roots.ToDictionary(pair => pair.Key, pair => pair.Value.Id), StringComparer.Ordinal);
        files.Generation.Targets.Add(target.ToString(), new GenerationTarget { Roots = rootIds });
        var directory = $"targets/{target}";
        files.Add($"{directory}/enter", ActivationScripts.Enter(target, rootIds), executable: true);
        files.Add($"{directory}/{GenerationRoots.File}", GenerationRoots.Write(rootIds));
        files.Add($"{directory}/in-place.pl", ActivationScripts.InPlace(target));
        files.Add($"{directory}/forward.pl", ActivationScripts.Forward(target));
        var defaultGroup = rootIds.ContainsKey(PackageRequest.DefaultGroup) ? PackageRequest.DefaultGroup : rootIds.Keys.FirstOrDefault();
        files.Add($"{directory}/activate", ActivationScripts.TargetActivate(target, source.Manifest, variables, defaultGroup));

        var shims = Shims.Choose(source, locked, locked.Targets[target.ToString()], roots, problems);
        foreach (var (name, command) in shims)
            files.Add($"{directory}/bin/{name}", ActivationScripts.Shim(name, command), executable: true);
        foreach (var script in BackendScripts.Choose(source.Manifest, roots))
        {
            if (!files.Contains($"{directory}/bin/{script.Name}"))
                files.Add($"{directory}/bin/{script.Name}", ActivationScripts.BackendScript(script.Name, script.Backend, script.Group), executable: true);
        }

        var services = ServiceCompiler.Compile(source, locked, target, roots, serviceConditions, problems);
        files.Add($"{directory}/services.json", Json(services, EnvcJson.Readable.ServiceGraph));
        files.Add($"{directory}/activation.json", Json(
            new ActivationSpec
            {
                EnvcVersion = envcVersion,
                Description = source.Manifest.Description,
                Roots = rootIds,
                DefaultGroup = defaultGroup,
                Vars = variables,
                OnActivate = source.Manifest.Hook.OnActivate is not null,
                OnDeactivate = source.Manifest.Hook.OnDeactivate is not null,
                Services = services.Services.Count > 0,
                AutoStart = services.AutoStart,
            },
            GenerationJson.Readable.ActivationSpec));
    }

    private static byte[] Json<T>(T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        Encoding.UTF8.GetBytes(JsonSerializer.Serialize(value, type) + "\n");

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
