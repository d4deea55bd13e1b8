using System.CommandLine;
using System.Text.Json;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Model.Configurations;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc config</c>.</summary>
public sealed class ConfigCommand : Command
{
    private readonly CliContext context;
    private readonly Option<bool> json = new("--json") { Description = "Print a JSON array" };

    /// <summary>The command.</summary>
    public ConfigCommand(CliContext context)
        : base("config", "Lists what the configuration of host and user says, and which file says it")
    {
        this.context = context;
        Add(json);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        if (!ConfigurationFiles.Load().TryGet(out var configuration, out var problems))
            return context.Fail(problems);
        ConfigurationSetting[] settings = [.. configuration.Settings()];
        if (parsed.GetValue(json))
            context.UserInterface.Output.WriteLine(JsonSerializer.Serialize(settings, CliJson.Default.ConfigurationSettingArray));
        else if (settings.Length == 0)
            context.UserInterface.Say("no configuration file says anything");
        else
            TextTable.Write(context.UserInterface.Output, [["SETTING", "VALUE", "FILE", ""], .. settings.Select(Row)]);
        return ExitCodes.Done;
    }

    private static string[] Row(ConfigurationSetting setting) =>
        [setting.Key, string.Join(", ", setting.Values), setting.File, setting.Overruled is { } reason ? $"does not hold: {reason}" : ""];
}
