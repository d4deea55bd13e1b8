using System.Threading;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Compile.Generations;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Network;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Manifests.Composing;
using EnvCompiler.Ship;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Pulling;
using EnvCompiler.Ship.Pushing;
using EnvCompiler.Ship.Signing;
using EnvCompiler.Store;
using Lock = EnvCompiler.Model.Locks.Lock;

namespace EnvCompiler.Cli.Pipeline.Shipping;

/// <summary>Builds an environment and pushes its generations.</summary>
/// <param name="context">The machine's services.</param>
/// <param name="layout">The environment.</param>
internal sealed class EnvironmentPusher(CliContext context, EnvironmentLayout layout)
{
    /// <summary>Pushes.</summary>
    /// <param name="reference">Where to; null for where it was pushed to or pulled from last.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Ends it; what is complete there stays.</param>
    internal async Task<Result<PushReport>> PushAsync(Reference? reference, PushOptions options, CancellationToken cancellation)
    {
        var remembered = new UpstreamFile(layout).Read();
        // First, because a password may be asked for.
        if (!ReadKey(options.KeyFile).TryGet(out var key, out var problems))
            return Result<PushReport>.Failure(problems);
        using var signing = key;
        if (!NameOf(reference, remembered).TryGet(out var name, out problems)
            || !RefuseDirectories().TryGet(out _, out problems)
            || !context.RequiredKeys(name).TryGet(out var required, out problems)
            || !(await new EnvironmentPipeline(context, layout).BuildAsync([], cancellation)).TryGet(out var live, out problems)
            || !new GenerationReader(layout).Read(live.Number).TryGet(out var content, out problems))
            return Result<PushReport>.Failure(problems);
        foreach (var ring in required.Where(ring => key is null || !ring.Keys.Contains(key.Public)))
            context.UserInterface.Report(ShipDiagnostics.PushedUnsigned(name, ring.Origin, isSigned: key is not null));
        if (!options.WithPackages && Unshipped(content.Manifest, content.Lock) is { Count: > 0 } unshipped)
        {
            if (unshipped.Any(problem => problem.Severity == Severity.Error))
                return Result<PushReport>.Failure(unshipped);
            context.UserInterface.Report(unshipped);
        }

        var isKnown = remembered?.Repository == name.ToString();
        var isPlain = options.PlainHttp || (isKnown && remembered!.PlainHttp);
        if (!context.OpenRepository(name, isPlain).TryGet(out var repository, out problems))
            return Result<PushReport>.Failure(problems);
        using var opened = repository;
        var history = new GenerationHistory(layout).Read();
        var pushed = await new GenerationPusher(repository).PushAsync(
            new PushRequest
            {
                History = history,
                Live = live.Number,
                Read = new GenerationShipper(layout, context.Store, history).Read,
                Files = options.WithPackages ? FilesOf(content.Lock) : null,
                Fetch = token => FetchAsync(content.Manifest, content.Lock, token),
                Force = options.Force,
                Key = key,
            },
            cancellation);
        if (pushed.Ok)
        {
            new UpstreamFile(layout).Write(
                new FileWriter(context.Files),
                new Upstream { Repository = name.ToString(), PlainHttp = isPlain, Packages = options.WithPackages || (isKnown && remembered!.Packages) });
        }

        return pushed;
    }

    // It could be built from its lock, but nobody else could ever take over what the directory becomes.
    private Result<bool> RefuseDirectories()
    {
        if (!ManifestText.Parse(ShownPath.Of(layout.Manifest), File.ReadAllBytes(layout.Manifest)).ReadIncludes().TryGet(out var requests, out var problems))
            return Result<bool>.Failure(problems);
        IReadOnlyList<Diagnostic> refused = [.. requests.Where(request => request.Environment.Dir is not null).Select(request => ShipDiagnostics.LocalInclude(request.Place, request.Environment.Dir!))];
        return refused.Count == 0 ? true : Result<bool>.Failure(refused);
    }

    private Result<SigningKey?> ReadKey(string? file)
    {
        if (file is null)
            return Result<SigningKey?>.Success(null);
        var read = KeyFiles.ReadPrivate(Path.GetFullPath(file), () => Environment.GetEnvironmentVariable("ENVC_SIGNING_PASSWORD") ?? new Prompt(context.UserInterface).AskSecret($"password of {ShownPath.Of(file)}"));
        return read.TryGet(out var key, out var problems) ? Result<SigningKey?>.Success(key) : Result<SigningKey?>.Failure(problems);
    }

    private Result<RepositoryName> NameOf(Reference? reference, Upstream? remembered)
    {
        if (reference is not null)
            return reference.Target is null ? reference.Repository : ShipDiagnostics.PushWithTag(reference);
        if (remembered is null)
            return ShipDiagnostics.NoUpstream(ShownPath.Of(layout.Directory), "push");
        return Reference.Parse(remembered.Repository).TryGet(out var known, out var problems) ? known.Repository : Result<RepositoryName>.Failure(problems);
    }

    // What a lock names and no mirror has. Weights may be put in place by other means; packages cannot.
    private static List<Diagnostic> Unshipped(Manifest manifest, Lock locked)
    {
        var problems = new List<Diagnostic>();
        if (locked.Packages.Values.Where(package => package.Kind == LockedPackage.Native && !CatalogDefinition.IsRegistry(manifest.Catalogs.GetValueOrDefault(package.Catalog)?.Location ?? "")).Select(package => package.Name).Distinct().ToArray() is { Length: > 0 } local)
            problems.Add(ShipDiagnostics.LocalPackages(local));
        if (locked.Models.Count > 0)
            problems.Add(ShipDiagnostics.LocalModels([.. locked.Models.Keys]));
        return problems;
    }

    private PushedFile[] FilesOf(Lock locked) =>
    [
        .. locked.Packages.Values.Select(package =>
            new PushedFile(context.Store.Artifact(package.Sha256), package.Sha256, package.Size, Path.GetFileName(package.Path), IsModel: false)),
        .. locked.Models.Values.SelectMany(model => model.Files).Select(file =>
            new PushedFile(Path.Combine(layout.Directory, file.Path), file.Sha256, file.Size, file.Path, IsModel: true)),
    ];

    private async Task<IReadOnlyList<Diagnostic>> FetchAsync(Manifest manifest, Lock locked, CancellationToken cancellation) =>
        (await LockedFiles.OpenAsync(context, layout, manifest, locked, [.. locked.Packages.Values], cancellation)).Diagnostics;
}
