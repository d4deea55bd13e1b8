Console.WriteLine("envc");
