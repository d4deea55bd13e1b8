using System.CommandLine;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Cli.Doctor;
using EnvCompiler.Cli.Doctor.Checks;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Host.Machine;
using EnvCompiler.Host.Network;
using EnvCompiler.Run.Activation;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc doctor [--json]</c>: what this host and environment lack, and what to do about it. Changes nothing.</summary>
public sealed class DoctorCommand : Command
{
    // Mirrors have 5 s each, helper programs far less.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(15);

    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<bool> json = new("--json") { Description = "Print a JSON array, one element a check" };

    /// <summary>The command.</summary>
    public DoctorCommand(CliContext context)
        : base("doctor", "Checks this host and environment: ways in, GPUs, driver, disk, store, catalogs, clock")
    {
        this.context = context;
        Add(directory);
        Add(json);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var chosen = parsed.GetValue(directory);
        // Outside an environment the host is looked at; one that is named must be there.
        if (!EnvironmentOption.Find(chosen).TryGet(out var layout, out var problems) && chosen is not null)
            return context.Fail(problems);
        var host = new DoctorHost
        {
            Context = HostContext.Current(),
            Variables = CallerVariables.Read(),
            Processes = context.Processes,
            Gpus = context.Gpus,
            Vulkan = context.Vulkan,
            Processor = Processor.Level(),
            Http = context.Http,
            Mirrors = DebianMirrors.OfThisHost(),
            Time = context.Time,
            Environment = layout is null ? null : DoctorEnvironment.Read(layout),
        };
        var results = await new DoctorRunner(Checks(), s_limit).RunAsync(host, cancellation);
        if (parsed.GetValue(json))
            context.UserInterface.Output.WriteLine(JsonSerializer.Serialize([.. results], CliJson.Default.CheckResultArray));
        else
            DoctorView.Write(context.UserInterface.Output, results);
        return results.Any(result => result.State == CheckState.Failed) ? ExitCodes.UserFault : ExitCodes.Done;
    }

    private static IReadOnlyList<IDoctorCheck> Checks() =>
    [
        new EnvironmentCheck(), new WayInCheck(), new NamespaceLimitsCheck(), new GpuDriverCheck(), new VulkanCheck(), new TargetsCheck(), new DriverFilesCheck(),
        new CdiCheck(), new ContainerToolsCheck(), new DiskCheck(), new StoreCheck(), new MirrorCheck(), new NativeCatalogCheck(), new RegistryCheck(), new ClockCheck(),
    ];
}
