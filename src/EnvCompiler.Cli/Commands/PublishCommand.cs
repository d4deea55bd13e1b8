using System.CommandLine;
using System.CommandLine.Parsing;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Cli.Pipeline.Building;
using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Resolve.Publishing;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc publish NAME</c>: a package of <c>[build]</c>, or Debian packages, into a native catalog.</summary>
public sealed class PublishCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Argument<string> name = new("NAME") { Description = "The package" };
    private readonly Option<string[]> files = new("--file")
    {
        AllowMultipleArgumentsPerToken = true,
        HelpName = "FILE",
        Description = "Debian packages that exist, each a build, in the place of what `envc build` made",
    };
    private readonly Option<string?> catalog = new("--catalog") { HelpName = "NAME", Description = "The native catalog, where the manifest has several" };
    private readonly Option<string?> build = new("--build") { HelpName = "NAME", Description = "The build's name (default: of its CUDA and device code, or the name of a file such as `vllm-python313-cuda12_8-sm90-avx512.deb`)" };
    private readonly Option<string[]> sms = new("--sm") { AllowMultipleArgumentsPerToken = true, HelpName = "SM", Description = "Claim: it has machine code for these GPUs" };
    private readonly Option<string?> cuda = new("--cuda") { HelpName = "VERSION", Description = "Claim: the CUDA toolkit that it was built with (default: the oldest that can have made its files)" };
    private readonly Option<string?> driver = new("--driver") { HelpName = "VERSION", Description = "Claim: the lowest NVIDIA driver, where that is more than the toolkit asks for" };
    private readonly Option<string?> cpuLevel = new("--cpu-level") { HelpName = "LEVEL", Description = "Claim: the least processor (default: what its files say)" };
    private readonly Option<string[]> optional = new("--optional") { AllowMultipleArgumentsPerToken = true, HelpName = "PATH", Description = "Claim: files of the package that are not loaded by default" };
    private readonly Option<bool> force = new("--force") { Description = "Replace another artifact of the same version and build" };

    /// <summary>The command.</summary>
    public PublishCommand(CliContext context)
        : base("publish", "Adds a package that `envc build NAME` made, or Debian packages, to a native catalog; claims are held against the files")
    {
        this.context = context;
        Add(name);
        foreach (var option in (Option[])[directory, files, catalog, build, sms, cuda, driver, cpuLevel, optional, force])
            Add(option);
        Validators.Add(Validate);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems)
            || !ManifestFile.Read(layout.Manifest, layout.Lock, ShownPath.Of).TryGet(out var source, out problems))
            return context.Fail(problems);
        var publisher = new PackagePublisher(context, layout, source);
        var (package, request) = (parsed.GetValue(name)!, RequestOf(parsed));
        var failed = new List<Diagnostic>();
        if (parsed.GetValue(files) is not { Length: > 0 } given)
        {
            Tell(await publisher.PublishBuiltAsync(package, request, cancellation), failed);
        }
        else
        {
            foreach (var file in given)
                Tell(await publisher.PublishFileAsync(package, file, request, cancellation), failed);
        }

        return failed.Count == 0 ? ExitCodes.Done : context.Fail(failed);
    }

    private PublishRequest RequestOf(ParseResult parsed) => new()
    {
        Catalog = parsed.GetValue(catalog),
        Force = parsed.GetValue(force),
        BuildName = parsed.GetValue(build),
        Sms = parsed.GetValue(sms) ?? [],
        Cuda = parsed.GetValue(cuda),
        Driver = parsed.GetValue(driver),
        CpuLevel = parsed.GetValue(cpuLevel),
        Optional = parsed.GetValue(optional) ?? [],
    };

    private void Tell(Result<PublishedBuild> result, List<Diagnostic> failed)
    {
        if (result.TryGet(out var published, out var problems))
            context.UserInterface.Say($"{(published.IsNew ? "published" : "published already")}: {published.Package} {published.Version}, build {published.Name}");
        else
            failed.AddRange(problems);
    }

    private void Validate(CommandResult result)
    {
        foreach (var sm in (result.GetValue(sms) ?? []).Where(sm => !SmVersion.TryParse(sm, out _)))
            result.AddError($"`{sm}` is no SM such as `sm_90`");
        if (result.GetValue(cuda) is { } toolkit && !CudaVersion.TryParse(toolkit, out _))
            result.AddError($"`{toolkit}` is no version of CUDA such as `12.8`");
        if (result.GetValue(driver) is { } floor && !DriverVersion.TryParse(floor, out _))
            result.AddError($"`{floor}` is no version of a driver such as `570.26`");
        if (result.GetValue(cpuLevel) is { } level && CpuLevel.Of(level) is null)
            result.AddError($"`{level}` is none of {string.Join(", ", CpuLevel.Names.Select(known => $"`{known}`"))}");
        if (result.GetValue(build) is not null && result.GetValue(files) is { Length: > 1 })
            result.AddError("`--build` names one build, so several files cannot go with it");
    }
}
