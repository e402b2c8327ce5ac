import sys

from config.runtime.start import main

sys.exit(main())
