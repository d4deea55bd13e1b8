using System.Text;
using EnvCompiler.Host.Terminals;

namespace EnvCompiler.Cli.Terminal;

/// <summary>Questions to the person at the terminal. Not by the console's own reader, which would keep the terminal from what envc becomes.</summary>
/// <param name="userInterface">Where to talk.</param>
internal sealed class Prompt(UserInterface userInterface)
{
    /// <summary>Whether somebody is there to answer.</summary>
    internal bool CanAsk => !Console.IsInputRedirected && userInterface.IsTerminal;

    /// <summary>Asks for something that is not shown; null where nobody is there.</summary>
    internal string? AskSecret(string question) => CanAsk ? ReadLine($"{question}: ", isShown: false) : null;

    /// <summary>Asks for a yes; anything else is a no.</summary>
    internal bool Confirm(string question) => CanAsk && ReadLine($"{question} [y/N] ", isShown: true).Trim() is "y" or "Y" or "yes";

    private string ReadLine(string question, bool isShown)
    {
        var line = new List<byte>();
        userInterface.Error.Write(question);
        userInterface.Error.Flush();
        using (var keys = new KeyInput())
        {
            var buffer = new byte[16];
            for (int count; line is not [.., (byte)'\n'] && (count = keys.Read(buffer)) > 0;)
            {
                foreach (var key in buffer.AsSpan(0, count))
                    Take(line, key, isShown);
            }
        }

        userInterface.Error.WriteLine();
        return Encoding.UTF8.GetString([.. line]).TrimEnd('\n');
    }

    private void Take(List<byte> line, byte key, bool isShown)
    {
        if (key is 0x7f or 0x08)
        {
            if (line.Count == 0)
                return;
            line.RemoveAt(line.Count - 1);
            if (isShown)
                userInterface.Error.Write("\b \b");
            return;
        }

        line.Add(key == (byte)'\r' ? (byte)'\n' : key);
        if (isShown && key >= 0x20)
            userInterface.Error.Write((char)key);
    }
}
