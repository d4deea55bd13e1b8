using System.CommandLine;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Cli.Pipeline.Exporting;
using EnvCompiler.Compile.Systemd;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Cli.Commands.Exporting;

/// <summary><c>envc export systemd</c>.</summary>
public sealed class ExportSystemdCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<bool> noWait = NoWaitOption.Create();
    private readonly Option<int?> generation = ExportCommand.Generation();
    private readonly Option<string?> target = ExportCommand.Target();
    private readonly Option<bool> user = new("--user") { Description = "Units of your own service manager (`systemctl --user`), which use your store" };
    private readonly Option<bool> install = new("--install") { Description = "Write to `/etc/systemd/system`, or `~/.config/systemd/user`, in the place of the units of earlier generations, and have the service manager read them" };
    private readonly Option<bool> uninstall = new("--uninstall") { Description = "Stop and remove the environment's units" };
    private readonly Option<string?> name = new("--name") { HelpName = "NAME", Description = "The environment's name in the names of units (default: its directory's)" };
    private readonly Option<string?> output = new("--output", "-o") { HelpName = "DIR", Description = "Write to this directory" };

    /// <summary>The command.</summary>
    public ExportSystemdCommand(CliContext context)
        : base("systemd", "A unit for each service and a target for them all, for the systemd of this host")
    {
        this.context = context;
        output.OfPath();
        foreach (var option in (Option[])[directory, user, install, uninstall, output, name, generation, target, noWait])
            Add(option);
        Validators.Add(result =>
        {
            if (new[] { result.GetValue(install), result.GetValue(uninstall), result.GetResult(output) is not null }.Count(isAsked => isAsked) != 1)
                result.AddError("say what to do: `--install`, `--uninstall` or `-o DIR`");
        });
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        context.NoWait = parsed.GetValue(noWait);
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems))
            return context.Fail(problems);
        var installer = new UnitInstaller(context, layout, parsed.GetValue(user));
        if (parsed.GetValue(uninstall))
            return Report(await installer.InstallAsync(new SortedDictionary<string, string>(), cancellation), installer.Place);
        if (!(await new GenerationExporter(context, layout) { Name = parsed.GetValue(name) }.OpenAsync(parsed.GetValue(generation), parsed.GetValue(target), cancellation)).TryGet(out var exported, out problems))
            return context.Fail(problems);
        // Until the units are written nobody knows what they name.
        await using var lease = await context.LeaseDerivedAsync(cancellation);
        if (!(await new SystemdExporter(context, layout, parsed.GetValue(user)).CompileAsync(exported, cancellation)).TryGet(out var units, out problems))
            return context.Fail(problems);
        context.UserInterface.Report(problems);
        if (parsed.GetValue(output) is { } chosen)
            return Report(installer.Write(Path.GetFullPath(chosen), units), Path.GetFullPath(chosen));
        var code = Report(await installer.InstallAsync(units, cancellation), installer.Place);
        if (code == ExitCodes.Done)
            context.UserInterface.Say($"`systemctl {(parsed.GetValue(user) ? "--user " : "")}enable --now '{units.Keys.First(unit => unit.EndsWith(".target", StringComparison.Ordinal))}'` starts them, now and at boot");
        return code;
    }

    private int Report(Result<UnitChanges> written, string place)
    {
        if (!written.TryGet(out var changes, out var problems))
            return context.Fail(problems);
        context.UserInterface.Report(problems);
        foreach (var unit in changes.Written)
            context.UserInterface.Say($"wrote {unit}");
        foreach (var unit in changes.Removed)
            context.UserInterface.Say($"removed {unit}");
        context.UserInterface.Say(changes.IsEmpty ? $"the units in {ShownPath.Of(place)} are up to date" : $"{changes.Written.Count} units written and {changes.Removed.Count} removed in {ShownPath.Of(place)}");
        return ExitCodes.Done;
    }
}
