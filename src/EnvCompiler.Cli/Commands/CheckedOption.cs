using System.CommandLine;

namespace EnvCompiler.Cli.Commands;

/// <summary>Options whose values are looked at before a command runs.</summary>
internal static class CheckedOption
{
    /// <summary>One that takes a whole number. Where a command's validator asks the parser for a number that is none, it throws; it gets null of this one, beside the error.</summary>
    internal static Option<int?> Number(string name, int lowest, int highest, string description, params string[] aliases) => new(name, aliases)
    {
        HelpName = "N",
        Description = description,
        CustomParser = argument => WholeNumber.Parse(argument, name, lowest, highest),
    };

    /// <summary><c>--generation N</c>.</summary>
    internal static Option<int?> Generation(string description) => Number("--generation", 1, int.MaxValue, description, "-g");

    /// <summary>The option of a path, which is refused where it is empty.</summary>
    internal static Option<T> OfPath<T>(this Option<T> option)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Length == 0))
                result.AddError($"`{option.Name}` needs a path");
        });
        return option;
    }
}
