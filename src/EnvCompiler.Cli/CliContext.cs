using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Cli.Pipeline.Shipping;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Compile.Generations;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Machine;
using EnvCompiler.Host.Network;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Configurations;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Resolve.Catalogs;
using EnvCompiler.Run.Gpu;
using EnvCompiler.Run.Gpu.Vulkan;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Distribution.Authentication;
using EnvCompiler.Ship.Distribution.Registries;
using EnvCompiler.Ship.Signing;
using EnvCompiler.Store.Collecting;

namespace EnvCompiler.Cli;

/// <summary>What commands are made of: the machine's services, created when a command asks for them.</summary>
/// <param name="userInterface">Where to talk.</param>
/// <param name="arguments">The command line, for the history.</param>
public sealed class CliContext(UserInterface userInterface, IReadOnlyList<string> arguments)
{
    private HttpMessageHandler? http;
    private HttpMessageHandler? registries;
    private IGpuProbe? gpus;
    private StoreLayout? store;
    private Result<EffectiveConfiguration>? configuration;

    /// <summary>Where to talk.</summary>
    public UserInterface UserInterface => userInterface;

    /// <summary>argv without the program.</summary>
    public IReadOnlyList<string> Arguments => arguments;

    /// <summary>What followed <c>--</c>, or null when there was none.</summary>
    public IReadOnlyList<string>? CommandTail { get; init; }

    /// <summary>Use the indexes of the store and touch no network.</summary>
    public bool Offline { get; set; }

    /// <summary>Include environments of registries without asking, this once.</summary>
    public bool Trusts { get; set; }

    /// <summary>Fail instead of waiting for another envc on the environment.</summary>
    public bool NoWait { get; set; }

    /// <summary>What to do when another envc works on the environment.</summary>
    public LockWait LockWait => new(!NoWait, holder => userInterface.Say($"envc: waiting for another envc on this environment: {FileLock.Describe(holder)}"));

    /// <summary>Who runs this command, for the history.</summary>
    public PublishOrigin Origin => new(Environment.UserName, HostPlaces.HostName, ["envc", .. arguments]);

    /// <summary>Code for failures of envc itself; <c>activate -- CMD</c> keeps 0 to 124 for its command.</summary>
    public int? FailureCode { get; set; }

    /// <summary>The file system.</summary>
    public IFileOperations Files { get; init; } = new PosixFileOperations();

    /// <summary>Clock.</summary>
    public TimeProvider Time => TimeProvider.System;

    /// <summary>Helper programs.</summary>
    public IProcessRunner Processes { get; } = new ProcessRunner();

    /// <summary>The host's GPUs.</summary>
    public IGpuProbe Gpus => gpus ??= new RememberedGpus(new HostGpuProbe(Processes));

    /// <summary>The host's Vulkan devices.</summary>
    public IVulkanProbe Vulkan => new HostVulkanProbe(Processes, Time, Path.Combine(AppContext.BaseDirectory, "envc-run"), CallerVariables.Read());

    /// <summary>The store.</summary>
    public StoreLayout Store
    {
        get => store ?? HostPlaces.Store;
        init => store = value;
    }

    /// <summary>The environments that use the store.</summary>
    public KnownDirectories KnownEnvironments => new(Store.Environments, new FileWriter(Files));

    /// <summary>Where units of systemd were written that run in roots of the store.</summary>
    public KnownDirectories KnownUnits => new(Store.Exports, new FileWriter(Files)) { MayGoWithParents = true };

    /// <summary>Keeps collections from what is being made of the store's objects.</summary>
    /// <param name="cancellation">Ends the wait for a collection that is deciding just now.</param>
    public Task<StoreLease> LeaseDerivedAsync(CancellationToken cancellation) => StoreLease.AcquireAsync(Store, Files, Time, new StoreNeeds { Derived = true }, cancellation);

    /// <summary>HTTP, made at the first use.</summary>
    public HttpMessageHandler Http => http ??= HttpFetcher.CreateHandler();

    /// <summary>The configuration of host and user, read at the first use.</summary>
    public Result<EffectiveConfiguration> Configuration
    {
        get => configuration ??= ConfigurationFiles.Load();
        init => configuration = value;
    }

    /// <summary>What envc keeps for this user beside the store: environments that <c>activate -r</c> has pulled, and which of them may run.</summary>
    public string UserData { get; init; } = Path.Combine(HostPlaces.DataHome, "envc");

    /// <summary>Opens a repository of a registry, or a layout directory, as the configuration lets it be used; nothing is asked or written yet.</summary>
    /// <param name="name">Which.</param>
    /// <param name="plainHttp">By HTTP without TLS, on another host than this one too.</param>
    /// <returns>It, or what is wrong with the configuration, or ENVC0961 where the host's forbids HTTP.</returns>
    public Result<IRepository> OpenRepository(RepositoryName name, bool plainHttp)
    {
        if (!Configuration.TryGet(out var effective, out var problems))
            return Result<IRepository>.Failure(problems);
        var settings = effective.Of(name.ToString());
        if (plainHttp && settings.PlainHttpDeniedBy is { } file)
            return CommandLineDiagnostics.PlainHttpForbidden(name.ToString(), file);
        var options = new RegistryOptions { PlainHttp = plainHttp || settings.PlainHttp == true, Realms = settings.Realms };
        var repositories = new Repositories(Files, registries ??= RegistryRepository.CreateHandler(), new CredentialFiles(CallerVariables.Read(), Processes), Time) { Options = options };
        return Result<IRepository>.Success(repositories.Open(name));
    }

    /// <summary>The keys that must have signed what is pulled out of a repository.</summary>
    /// <returns>None where no configuration asks for any; what is wrong with the configuration; ENVC1050 where a key cannot be read.</returns>
    public Result<IReadOnlyList<KeyRing>> RequiredKeys(RepositoryName name)
    {
        if (!Configuration.TryGet(out var effective, out var problems))
            return Result<IReadOnlyList<KeyRing>>.Failure(problems);
        var rings = new List<KeyRing>();
        foreach (var required in effective.Of(name.ToString()).Keys)
        {
            var keys = required.Files.Select(KeyFiles.ReadPublic).ToArray();
            if (keys.FirstOrDefault(key => !key.Ok) is { } unreadable)
                return Result<IReadOnlyList<KeyRing>>.Failure(unreadable.Diagnostics);
            // A layout directory lies at another path for everybody, so its own name says nothing.
            rings.Add(new KeyRing([.. keys.Select(key => key.Value)], required.SignedAs.StartsWith(Reference.LayoutPrefix, StringComparison.Ordinal) ? null : required.SignedAs, required.Origin));
        }

        return rings;
    }

    /// <summary>Loads catalogs, from the store alone where <see cref="Offline"/> says so.</summary>
    /// <param name="directory">The environment's directory, which locations of catalogs are relative to.</param>
    public CatalogLoader CatalogsOf(string directory) =>
        new(Store, Files, Http, Processes, DebianMirrors.OfThisHost(), Time) { Offline = Offline, Directory = directory, Repositories = new RepositoryCatalogs(this, directory) };

    /// <summary>Reports diagnostics and gives the code of a run that has these.</summary>
    public int Fail(IReadOnlyList<Diagnostic> diagnostics)
    {
        userInterface.Report(diagnostics);
        return FailureCode ?? ExitCodes.Of(diagnostics);
    }
}
