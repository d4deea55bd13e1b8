using System.CommandLine;
using System.Globalization;

namespace EnvCompiler.Cli.Commands;

/// <summary>Options whose values are looked at before a command runs.</summary>
internal static class CheckedOption
{
    /// <summary>One that takes a whole number. Where a command's validator asks the parser for a number that is none, it throws; it gets null of this one, beside the error.</summary>
    internal static Option<int?> Number(string name, int lowest, int highest, string description) => new(name)
    {
        HelpName = "N",
        Description = description,
        CustomParser = argument =>
        {
            if (int.TryParse(argument.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= lowest && number <= highest)
                return number;
            argument.AddError(highest == int.MaxValue ? $"`{name}` is a number of at least {lowest}" : $"`{name}` is a number from {lowest} to {highest}");
            return null;
        },
    };

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
