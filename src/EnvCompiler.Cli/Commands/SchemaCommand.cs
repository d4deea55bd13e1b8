using System.CommandLine;
using EnvCompiler.Model.Schemas;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc schema NAME</c>: for editors and other tools.</summary>
public sealed class SchemaCommand : Command
{
    /// <summary>The command.</summary>
    public SchemaCommand(CliContext context)
        : base("schema", "Prints the JSON Schema of a file")
    {
        var name = new Argument<string>("name") { Description = $"One of {string.Join(", ", SchemaFiles.Names)}" };
        name.AcceptOnlyFromAmong([.. SchemaFiles.Names]);
        Add(name);
        SetAction(parsed => context.UserInterface.Output.Write(SchemaFiles.Find(parsed.GetValue(name)!)));
    }
}
